//! The report, set: which numbers stand where, and what is said of them. It must not know how lines are broken.

use super::Asserted;
use super::Form;
use super::Range;
use super::Report;
use super::Route;
use super::Stood;
use super::replay;
use super::sheet::Sheet;
use super::sheet::Side;
use crate::explore::limit::LEAST_WALKS;
use crate::explore::spread::percent;

use Side::Left;
use Side::Right;

/// The most steps of a run that are listed one by one.
const MOST_STEPS: usize = 60;

/// The report in one of its forms.
pub fn set(report: &Report, form: Form, place: Option<&str>) -> String {
    let mut sheet = Sheet::new(form);
    sheet.title(&format!("{}, edition {}", report.title, report.edition));
    sheet.line(&format!(
        "{} walks at random from seed {}, {} by other policies.{}",
        number(report.walks),
        report.seed,
        number(report.other_walks),
        if report.stopped { " Stopped before all were walked: shares are of those that were." } else { "" }
    ));
    let mut setter = Setter { report, sheet, place };
    setter.search();
    setter.assertions();
    setter.endings();
    setter.unmeasured();
    setter.policies();
    setter.coverage();
    setter.lengths();
    setter.reactions();
    setter.again();
    setter.best();
    setter.meters();
    setter.sheet.done()
}

struct Setter<'a> {
    report: &'a Report,
    sheet: Sheet,
    place: Option<&'a str>,
}

impl Setter<'_> {
    fn search(&mut self) {
        let Some(search) = &self.report.search else { return };
        self.sheet.heading("Search");
        let how = match search.cut {
            None if search.exhaustive => "Exhaustive: everything that can happen was seen.".to_owned(),
            None => "Not exhaustive.".to_owned(),
            Some(cut) => {
                format!("Cut short: the limit of {cut} was met. What it did not come to may still be possible.")
            }
        };
        let far = if search.exhaustive { "no state lies further than" } else { "the states met lie at most" };
        self.sheet.line(&format!(
            "{how} {} states and {} turns in {} searches; {far} {} from the start.",
            number(search.states as u64),
            number(search.turns),
            number(search.searches as u64),
            steps(search.depth)
        ));
        let rows: Vec<Vec<String>> = self
            .report
            .known
            .iter()
            .map(|known| {
                let counts = [known.reached, known.impossible, known.unknown].map(|n| number(n as u64));
                std::iter::once(known.what.to_owned()).chain(counts).collect()
            })
            .collect();
        let columns = [("", Left), ("reached", Right), ("impossible", Right), ("unknown", Right)];
        self.sheet.table(&columns, &rows);
        if !self.report.unknown_dead_ends.is_empty() {
            self.sheet.names("Whether a player can be stuck is not known of", &self.report.unknown_dead_ends);
        }
        for (standing, heading) in
            [("impossible", "Conditions that can come out only one way"), ("unknown", "Conditions seen only one way")]
        {
            let rows = self.report.one_way.iter().filter(|one| one.standing == standing);
            let rows: Vec<String> = rows
                .map(|one| {
                    let answer = if one.answer { "true" } else { "false" };
                    let why = one.reason.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
                    let never = if standing == "impossible" { "is never" } else { "was not seen" };
                    format!("{} {never} {answer}{why}", one.site)
                })
                .collect();
            if !rows.is_empty() {
                self.sheet.heading(heading);
                rows.iter().for_each(|row| self.sheet.item(row));
            }
        }
    }

    fn assertions(&mut self) {
        let all = &self.report.assertions;
        if all.is_empty() {
            return;
        }
        self.sheet.heading("Assertions");
        let rows: Vec<Vec<String>> = all
            .iter()
            .map(|one| {
                let share = one.share_per_mille.map(|share| format!(" (measured: {})", mille(share)));
                vec![one.outcome.to_owned(), one.id.clone(), format!("{}{}", one.that, share.unwrap_or_default())]
            })
            .collect();
        self.sheet.table(&[("", Left), ("assertion", Left), ("claims", Left)], &rows);
        if all.iter().any(|one| one.outcome == "held") {
            self.sheet.line("\"holds\": in every playthrough there is. \"held\": in all that were played.");
        }
        if all.iter().any(|one| one.outcome == "not shown") {
            self.sheet.line("\"not shown\": too little was played to say whether it holds.");
        }
        for one in all.iter().filter(|one| one.outcome == "fails") {
            self.failure(one);
        }
    }

    fn failure(&mut self, one: &Asserted) {
        self.sheet.heading(&format!("Assertion {} fails", one.id));
        if let Some(why) = &one.why {
            self.sheet.line(why);
        }
        let Some(run) = &one.run else {
            self.sheet.line(match one.share_per_mille {
                Some(_) => "No single run shows it: it is about all of them.",
                None => "Nothing can come there.",
            });
            return;
        };
        self.sheet.line(&format!("The shortest run that shows it, {}:", steps(run.choices.len())));
        self.run(run);
    }

    /// The choices of a run, and how to play it.
    fn run(&mut self, run: &Route) {
        run.choices.iter().take(MOST_STEPS).for_each(|choice| self.sheet.item(choice));
        if run.choices.len() > MOST_STEPS {
            self.sheet.item(&format!("and {} more", run.choices.len() - MOST_STEPS));
        }
        if run.seed.is_none() {
            self.sheet.line("No seed was found under which its chances come out so; they are very unlikely together.");
            return;
        }
        self.sheet.command(&format!("{} \"{}\"", replay(self.place), run.line()));
    }

    fn endings(&mut self) {
        self.sheet.heading("Endings, of walks at random");
        let mut endings: Vec<_> = self.report.endings.iter().collect();
        endings.sort_by_key(|ending| std::cmp::Reverse(ending.walks));
        let most = endings.first().map_or(0, |ending| ending.walks);
        let rows: Vec<Vec<String>> = endings
            .iter()
            .map(|ending| {
                let shortest = ending.run.as_ref().map_or("not met".to_owned(), |run| steps(run.choices.len()));
                vec![ending.title.clone(), mille(ending.per_mille), bar(ending.walks, most, 20), shortest]
            })
            .collect();
        self.sheet.table(&[("", Left), ("share", Right), ("", Left), ("shortest run", Left)], &rows);
    }

    fn unmeasured(&mut self) {
        if !self.report.unmeasured.is_empty() {
            let heading = format!("Not judged, with fewer than {LEAST_WALKS} walks, of the limits in `style.ron`:");
            let names: Vec<String> = self.report.unmeasured.iter().map(|name| (*name).to_owned()).collect();
            self.sheet.names(&heading, &names);
        }
    }

    fn policies(&mut self) {
        self.sheet.heading("Policies");
        let rows: Vec<Vec<String>> = self
            .report
            .policies
            .iter()
            .map(|played| {
                let endings: Vec<String> = played
                    .endings
                    .iter()
                    .map(|ending| format!("{} {}%", ending.name, percent(ending.count, played.walks)))
                    .collect();
                vec![played.policy.clone(), number(played.walks), played.endings.len().to_string(), endings.join(", ")]
            })
            .collect();
        let columns = [("policy", Left), ("walks", Right), ("endings", Right), ("which", Left)];
        self.sheet.table(&columns, &rows);
        if self.report.policies.iter().all(|played| played.meters.is_empty() && played.ledger_tenths.is_empty()) {
            return;
        }
        self.sheet.line("At the end: meters by their median; of the ledger, people in each state on average.");
        let first = self.report.policies.first();
        let words = first.map_or(Vec::new(), |played| {
            played.meters.iter().chain(&played.ledger_tenths).map(|count| count.name.clone()).collect()
        });
        let columns: Vec<(&str, Side)> =
            std::iter::once(("policy", Left)).chain(words.iter().map(|word| (word.as_str(), Right))).collect();
        let rows: Vec<Vec<String>> = self
            .report
            .policies
            .iter()
            .map(|played| {
                let meters = played.meters.iter().map(|count| count.count.to_string());
                let ledger = played.ledger_tenths.iter().map(|count| tenths(count.count));
                std::iter::once(played.policy.clone()).chain(meters).chain(ledger).collect()
            })
            .collect();
        self.sheet.table(&columns, &rows);
    }

    fn coverage(&mut self) {
        self.sheet.heading("Coverage, of all walks");
        let rows: Vec<Vec<String>> = self
            .report
            .coverage
            .iter()
            .filter(|covered| covered.all > 0)
            .map(|covered| {
                let share = percent(covered.met as u64, covered.all as u64);
                vec![
                    covered.what.to_owned(),
                    covered.met.to_string(),
                    format!("of {}", covered.all),
                    format!("{share}%"),
                ]
            })
            .collect();
        self.sheet.table(&[("", Left), ("met", Right), ("", Right), ("", Right)], &rows);
        for covered in self.report.coverage.iter().filter(|covered| !covered.missing.is_empty()) {
            self.sheet.names(&format!("Not met of the {}:", covered.what), &covered.missing);
        }
        if !self.report.never_taken.is_empty() {
            self.sheet.names("Open, and never taken at random:", &self.report.never_taken);
        }
        if !self.report.aside.is_empty() {
            self.sheet.names("Read only by who leaves a page for its short version:", &self.report.aside);
        }
    }

    fn lengths(&mut self) {
        let lengths = &self.report.lengths;
        self.sheet.heading("Length of walks at random");
        let rows = [
            ("words", &lengths.words),
            ("minutes, at 200 words", &lengths.minutes),
            ("pages", &lengths.pages),
            ("decisions", &lengths.decisions),
            ("chances taken", &lengths.chances),
            ("words between decisions", &lengths.between),
            ("longest forced stretch", &lengths.forced),
        ];
        self.ranges(&rows, "");
        if let Some(spot) = &lengths.most_between {
            let message = format!("Most words without a decision: {}, up to `{}`.", spot.length, spot.passage);
            self.sheet.line(&message);
        }
        if let Some(spot) = &lengths.most_forced {
            let message =
                format!("Longest stretch of pages with one open choice: {}, up to `{}`.", spot.length, spot.passage);
            self.sheet.line(&message);
        }
        if lengths.tells_repeated > 0 {
            let message = format!("Tells that said what one had said before in the walk: {}.", lengths.tells_repeated);
            self.sheet.line(&message);
        }
    }

    fn ranges(&mut self, rows: &[(&str, &Range)], unit: &str) {
        let rows: Vec<Vec<String>> = rows
            .iter()
            .map(|(name, range)| {
                let numbers = [range.least, range.tenth, range.median, range.mean, range.ninetieth, range.most];
                let numbers = numbers.iter().map(|n| format!("{}{unit}", number(u64::from(*n))));
                std::iter::once((*name).to_owned()).chain(numbers).collect()
            })
            .collect();
        let columns = [
            ("", Left),
            ("least", Right),
            ("1 in 10", Right),
            ("half", Right),
            ("mean", Right),
            ("9 in 10", Right),
            ("most", Right),
        ];
        self.sheet.table(&columns, &rows);
    }

    fn reactions(&mut self) {
        let read = &self.report.reactions;
        if read.choices == 0 {
            return;
        }
        self.sheet.heading("Where a choice is read");
        let rows = [
            ("on the page behind it", read.next),
            ("within three pages", read.soon),
            ("later", read.later),
            ("not each time", read.not_always.len()),
        ];
        let row = |(place, count): &(&str, usize)| {
            let share = percent(*count as u64, read.choices as u64);
            vec![(*place).to_owned(), number(*count as u64), format!("{share}%")]
        };
        let rows: Vec<Vec<String>> = rows.iter().map(row).collect();
        self.sheet.table(&[("", Left), ("choices", Right), ("share", Right)], &rows);
        for not in &read.not_always {
            let times = format!("{} of {} times", not.never, not.looks);
            self.sheet.item(&format!("{} reads as {} to the end, {times}", not.choice, not.beside));
        }
        self.sheet.line(
            "Of choices that lead to one passage: the first page with a sentence that the reader has only because of the \
             choice. Tells do not count. It is read where it is told from each of the others.",
        );
    }

    fn again(&mut self) {
        let again = &self.report.again;
        self.sheet.heading("Read again");
        let rows = [
            ("of all words, read in a walk", &again.read),
            ("new in a second walk", &again.new_words),
            ("new in a contrasting one", &again.new_words_contrasting),
        ];
        self.ranges(&rows, "%");
        self.sheet.line(&format!(
            "{} words are written. A sentence is new unless it stood on a page before letter for letter. A contrasting \
             walk takes another choice wherever it meets a page of the first and can; elsewhere any.",
            number(u64::from(again.written))
        ));
    }

    fn best(&mut self) {
        if self.report.best.is_empty() {
            return;
        }
        self.sheet.heading("What the best choice for a meter serves");
        let rows: Vec<Vec<String>> = self
            .report
            .best
            .iter()
            .map(|best| {
                let share = |count: u64| format!("{}%", percent(count, best.pages));
                let goods = best.goods.iter().map(|good| share(good.count));
                let ends = [share(best.several), share(best.none)];
                [best.meter.clone(), best.pages.to_string()].into_iter().chain(goods).chain(ends).collect()
            })
            .collect();
        let goods: Vec<&str> = self.report.best[0].goods.iter().map(|good| good.name.as_str()).collect();
        let columns: Vec<(&str, Side)> = [("meter", Left), ("decisions", Right)]
            .into_iter()
            .chain(goods.into_iter().map(|good| (good, Right)))
            .chain([("several", Right), ("none", Right)])
            .collect();
        self.sheet.table(&columns, &rows);
    }

    fn meters(&mut self) {
        let mut chapter: Option<&Option<String>> = None;
        for stood in &self.report.meters {
            if chapter != Some(&stood.chapter) {
                chapter = Some(&stood.chapter);
                self.sheet.heading(&match &stood.chapter {
                    Some(title) => format!("Meters when \"{title}\" is left"),
                    None => "Meters at the end".to_owned(),
                });
            }
            self.meter(stood);
        }
    }

    fn meter(&mut self, stood: &Stood) {
        let most = stood.bands.iter().map(|band| band.count).chain(stood.tens.iter().copied()).max().unwrap_or(0);
        let row = |name: String, count: u64| {
            vec![name, mille(crate::explore::spread::per_mille(count, stood.walks)), bar(count, most, 40)]
        };
        let bands = stood.bands.iter().map(|band| row(band.name.clone(), band.count));
        let met = |n: &usize| stood.tens[*n] > 0;
        let (first, last) = ((0..10).find(met).unwrap_or(0), (0..10).rfind(met).unwrap_or(0));
        let tens = (first..=last).map(|n| {
            let to = if n == 9 { 100 } else { 10 * n + 9 };
            row(format!("{:>3} to {to}", 10 * n), stood.tens[n])
        });
        let rows: Vec<Vec<String>> = bands.chain(tens).collect();
        self.sheet.table(&[(stood.meter.as_str(), Left), ("share", Right), ("", Left)], &rows);
    }
}

/// `n choices`.
fn steps(n: usize) -> String {
    if n == 1 { "1 choice".to_owned() } else { format!("{n} choices") }
}

/// A number with its thousands parted: `20,000`.
pub(super) fn number(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Tenths of a percent: `31.2%`.
fn mille(n: u32) -> String {
    format!("{}.{}%", n / 10, n % 10)
}

fn tenths(n: u64) -> String {
    format!("{}.{}", n / 10, n % 10)
}

/// A bar as long as `part` is of `most`; what is not nothing shows.
fn bar(part: u64, most: u64, width: u64) -> String {
    let len = (part * width).div_ceil(most.max(1));
    "#".repeat(len as usize)
}
