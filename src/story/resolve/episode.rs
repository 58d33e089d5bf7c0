//! Episodes: parts of the story that a class plays alone.

use super::super::model::*;
use super::super::preset::{Opening, UnfitKind};
use super::super::raw;
use super::super::read::Found;
use super::super::scan::Step;
use super::Resolver;
use crate::diagnostic::{Code, Diagnostic};

impl Resolver<'_> {
    pub(super) fn episodes(&mut self) {
        let raw = self.raw;
        for found in &raw.episodes.rows {
            // Behind as many errors as are shown nothing is played, and what was probably meant takes long to find.
            match self.report.room(found.file) {
                true => self.episode(found),
                false => self.report.and_more(found.file, 1),
            }
        }
    }

    fn episode(&mut self, found: &Found<raw::Episode>) {
        let episode = &found.value;
        self.check_id(found, &[Step::Field("id")], &episode.id, 1);
        let span = |path: &[Step<'_>]| found.span(self.report, path);
        let at = self.passage_called(&episode.start, || span(&[Step::Field("start")]));
        let last = episode.last.iter().enumerate();
        let last = last.filter_map(|(n, id)| self.passage_called(id, || span(&[Step::Field("last"), Step::Row(n)])));
        let last: Box<[PassageId]> = last.collect();
        let mut presets = Vec::new();
        for (n, set) in episode.so.iter().enumerate().take_while(|_| self.report.room(found.file)) {
            let unfit = match self.story.preset(set) {
                Ok(preset) => {
                    presets.push(preset);
                    continue;
                }
                Err(unfit) => unfit,
            };
            let code = match &unfit.kind {
                UnfitKind::NoPassage(id) if self.raw.passages.may_hold(id) || self.raw.endings.may_hold(id) => continue,
                UnfitKind::NeverAsked => Code::IdlePreset,
                _ => Code::BadPreset,
            };
            let span = found.span(self.report, &[Step::Field("so"), Step::Row(n)]);
            let fault = Diagnostic::new(code, span, unfit.said).label("cannot be so from the beginning");
            self.fault(match (unfit.meant, code) {
                (Some(meant), _) => fault.help(format!("did you mean `{meant}`?")),
                (None, Code::IdlePreset) => fault.label("changes nothing").help("take it out"),
                (None, _) => fault,
            });
        }
        let mut tellings = Vec::new();
        for (n, telling) in episode.sources.iter().enumerate() {
            let path = [Step::Field("sources"), Step::Row(n), Step::Field("sources")];
            let sources = self.sources(found, &path, &telling.sources);
            tellings.push((self.str(&telling.text), sources));
        }
        let own = Episode {
            id: self.str(&episode.id),
            title: self.str(&episode.title),
            // A story with a name that dangles is thrown away.
            opening: Opening { at: at.unwrap_or(PassageId(0)), presets },
            recap: self.str(&episode.recap),
            question: self.str(&episode.question),
            last,
            care: episode.care.as_ref().map(|care| self.str(care)),
            tellings: tellings.into(),
        };
        self.story.episodes.push(own);
    }
}
