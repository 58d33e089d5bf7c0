//! `style.ron`: the limits a story sets itself, and the words it watches. It must not know how anything is measured.
//!
//! Every field may be left out: what is not set is not asked. All numbers are whole. Lists of words are a story's own,
//! because they belong to its language and its ear; in them an asterisk at the end of a word stands for any ending, and
//! capitals make no difference.

use serde::Deserialize;

use super::Rows;

/// `style.ron`: the limits a story sets itself.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename = "style")]
pub struct Style {
    /// How long passages are, and how far apart decisions.
    pub passages: PassageStyle,
    /// How long documents are.
    pub documents: DocumentStyle,
    /// How long sentences are, how they begin, and how unlike one another they are.
    pub sentences: SentenceStyle,
    /// How passages open.
    pub openings: OpeningStyle,
    /// How passages end.
    pub closings: ClosingStyle,
    /// Phrases that stand nowhere in this story.
    pub banned: Vec<String>,
    /// Phrases that nobody says in it.
    pub banned_in_speech: Vec<String>,
    /// Words that stand in capitals and are no abbreviations, so that the glossary need not explain them.
    pub capitals: Vec<String>,
    /// Words that were not there yet, by the day from which they may stand.
    pub dates: Vec<NotYet>,
    /// Words that come only so often.
    pub words: WordStyle,
    /// How much is spoken, and how it is said who speaks.
    pub speech: SpeechStyle,
    /// How much one passage may have of another.
    pub overlap: OverlapStyle,
    /// The words of a choice.
    pub labels: LabelStyle,
    /// The choices of a passage.
    pub choices: ChoiceStyle,
    /// What comes of choices.
    pub consequences: ConsequenceStyle,
    /// How much is left to chance.
    pub dice: DiceStyle,
    /// How many tells each band has.
    pub tells: TellStyle,
    /// Who can read it: narrow screens, and a class that is read to.
    pub access: AccessStyle,
    /// How long the episodes of `episodes.ron` are.
    pub episodes: EpisodeStyle,
    /// What playing it must show: `krivitsky explore` measures.
    pub explore: ExploreStyle,
}

/// How long passages are.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename = "style")]
pub struct PassageStyle {
    /// Fewest and most words of a passage, by its shortest and its longest way through the `{if}`s.
    pub words: Option<(u32, u32)>,
    /// What a passage may have instead that differs much from one playthrough to the next.
    pub varied: Option<Varied>,
    /// Fewest and most words of an ending.
    pub endings: Option<(u32, u32)>,
    /// Most words of a passage that stands in `care: (to: ..)` of another. `words` is not asked of it.
    pub summary: Option<u32>,
    /// Most words before the first decision of the story.
    pub first_decision: Option<u32>,
    /// Most words from one decision to the next.
    pub between_decisions: Option<u32>,
}

/// A longer limit for passages of which much depends on what happened.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "style")]
pub struct Varied {
    /// Of a hundred of its words, as many stand in `{if}`s.
    pub share: u32,
    /// Most words of such a passage.
    pub most: u32,
}

/// How long documents are.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename = "style")]
pub struct DocumentStyle {
    /// Fewest and most words of a document.
    pub words: Option<(u32, u32)>,
}

/// How sentences are.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename = "style")]
pub struct SentenceStyle {
    /// Words after which a point ends no sentence, written without it: `Mlle`, `No`.
    pub abbreviations: Vec<String>,
    /// How unlike in length the sentences of a passage are.
    pub variation: Option<Variation>,
    /// The mean length in a chapter, least and most words.
    pub mean: Option<(u32, u32)>,
    /// How many sentences of a chapter are short.
    pub short: Option<ShortSentences>,
    /// How many sentences of a chapter are long.
    pub long: Option<LongSentences>,
    /// How many sentences begin with one of these words, speech and documents aside.
    pub same_start: Option<SameStart>,
}

/// How unlike in length sentences are: the standard deviation of their words, in hundredths of the mean.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "style")]
pub struct Variation {
    /// What a passage should have at least, in hundredths.
    pub least: u32,
    /// Of a hundred passages, as many have it.
    pub of_passages: u32,
    /// What half of the passages have at least, in hundredths.
    pub median: u32,
    /// Passages of fewer sentences are not asked.
    pub from_sentences: u32,
}

/// Short sentences.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "style")]
pub struct ShortSentences {
    /// A sentence of so many words or fewer is short.
    pub words: u32,
    /// Of a hundred sentences of a chapter, so many at least and so many at most.
    pub share: (u32, u32),
}

/// Long sentences.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "style")]
pub struct LongSentences {
    /// A sentence of so many words or more is long.
    pub words: u32,
    /// Of a hundred sentences of a chapter, so many at least.
    pub share: u32,
}

/// Sentences that begin alike.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "style")]
pub struct SameStart {
    /// The words.
    pub words: Vec<String>,
    /// Of a hundred sentences of a chapter, so many at most.
    pub chapter: u32,
    /// Of a hundred sentences of a passage, so many at most.
    pub passage: u32,
    /// So many sentences running at most.
    pub running: u32,
}

/// How passages open.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename = "style")]
pub struct OpeningStyle {
    /// How many words make an opening; two, if nothing is said.
    pub words: Option<u32>,
    /// Of a hundred openings of the story, so many are unlike all others.
    pub distinct: Option<u32>,
    /// How often an opening may come in a chapter.
    pub in_chapter: Option<u32>,
    /// How many passages begin with the weather.
    pub weather: Option<Weather>,
}

/// The weather in first sentences.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "style")]
pub struct Weather {
    /// Words for it.
    pub words: Vec<String>,
    /// Of a hundred passages, so many at most have one of them in the first sentence.
    pub share: u32,
}

/// How passages end.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename = "style")]
pub struct ClosingStyle {
    /// Words too large for a last sentence, when one of `verbs` stands behind them.
    pub abstractions: Vec<String>,
    /// The words behind them: `is`, `always`.
    pub verbs: Vec<String>,
    /// How many passages end on a short sentence that nobody speaks.
    pub short: Option<ShortClosings>,
}

/// Short last sentences.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "style")]
pub struct ShortClosings {
    /// A sentence of so many words or fewer is short.
    pub words: u32,
    /// Of a hundred passages, so many at most.
    pub share: u32,
}

/// Words that were not there yet.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "style")]
pub struct NotYet {
    /// The day from which they may stand, `1938-01-01`.
    pub from: String,
    /// The words.
    pub words: Vec<String>,
}

/// Words that come only so often.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename = "style")]
pub struct WordStyle {
    /// Adverbs.
    pub adverbs: Option<Adverbs>,
    /// Adjectives of mood.
    pub mood: Option<Rate>,
    /// Words of seeing, hearing and seeming, and others that stand before the thing itself.
    pub filters: Vec<Rate>,
    /// Comparisons, by the words they begin with.
    pub comparisons: Option<Rate>,
    /// Three things in a row: `bread, salt and soap`.
    pub threes: Option<Threes>,
    /// One thing denied for another's sake: `not bread but salt`.
    pub contrasts: Option<Contrasts>,
    /// Feelings, named.
    pub feelings: Option<Feelings>,
}

/// Words, and how often they may come in a chapter. A chapter of fewer than a thousand words is weighed as if it had so
/// many.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "style")]
pub struct Rate {
    /// The words or phrases.
    pub words: Vec<String>,
    /// In ten thousand words, so many at most.
    pub per_10000: u32,
}

/// Adverbs, told by their ending.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "style")]
pub struct Adverbs {
    /// The ending: `ly`.
    pub ending: String,
    /// Words of that ending that are none.
    pub except: Vec<String>,
    /// In ten thousand words of the story, so many at most.
    pub per_10000: u32,
    /// In a passage, so many at most.
    pub passage: u32,
}

/// Three words in a row.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "style")]
pub struct Threes {
    /// What stands before the last: `and`.
    pub joined_by: Vec<String>,
    /// In ten thousand words of a chapter, so many at most.
    pub per_10000: u32,
}

/// One thing denied for another's sake.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "style")]
pub struct Contrasts {
    /// The two words between which the denied thing stands, with no comma: `("not", "but")`.
    pub between: Vec<(String, String)>,
    /// In ten thousand words of a chapter, so many at most.
    pub per_10000: u32,
}

/// Feelings, named.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "style")]
pub struct Feelings {
    /// Words for them.
    pub words: Vec<String>,
    /// The words before them: `you feel`.
    pub after: Vec<String>,
}

/// Speech: what stands between double quotation marks.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename = "style")]
pub struct SpeechStyle {
    /// Of a hundred words of a chapter, documents aside, so many at least and so many at most are spoken.
    pub share: Option<(u32, u32)>,
    /// The words that say who speaks.
    pub tags: Option<Tags>,
    /// How many speeches of a passage may break off in a dash. With this set, no dash may stand anywhere else.
    pub broken_off: Option<u32>,
}

/// The words that say who speaks.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "style")]
pub struct Tags {
    /// The plain ones: `says`, `asks`.
    pub plain: Vec<String>,
    /// The others: `murmurs`.
    pub other: Vec<String>,
    /// Of a hundred tags of a chapter, so many others at most.
    pub share: u32,
}

/// How much one passage may have of another.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename = "style")]
pub struct OverlapStyle {
    /// Small words of the language, which make no phrase one's own.
    pub common: Vec<String>,
    /// Phrases that are meant to come back.
    pub echoes: Vec<String>,
    /// In so many passages at most may a phrase of four words stand.
    pub phrase_in: Option<u32>,
    /// Of a thousand phrases of four words, so many at most stand in more than one passage.
    pub shared: Option<u32>,
    /// Of a thousand runs of three words of two passages, so many at most are in both.
    pub alike: Option<u32>,
    /// The same for passages between which a choice decides.
    pub siblings: Option<u32>,
    /// So many words at least that a passage shares with none beside it.
    pub own_words: Option<u32>,
}

/// The words of a choice.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename = "style")]
pub struct LabelStyle {
    /// Fewest and most words.
    pub words: Option<(u32, u32)>,
    /// Most characters.
    pub characters: Option<u32>,
    /// Words that are no verb, so that no label begins with them: articles, pronouns, prepositions.
    pub no_verbs: Vec<String>,
    /// An ending by which a word is no verb to begin with: `ing`.
    pub no_verb_ending: Option<String>,
    /// Verbs that do have this ending: `bring`.
    pub verbs: Vec<String>,
    /// Verbs that no label begins with.
    pub banned: Vec<String>,
    /// Whether every choice of a passage begins with a word of its own.
    pub own_verb: Option<bool>,
}

/// The choices of a passage.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename = "style")]
pub struct ChoiceStyle {
    /// Fewest and most that can be there at once.
    pub count: Option<(u32, u32)>,
    /// Their mean over the story, least and most, in tenths.
    pub mean: Option<(u32, u32)>,
    /// So many goods at least that the choices of a passage serve.
    pub goods: Option<u32>,
    /// How often one good may be the safe one.
    pub safest: Option<Safest>,
}

/// How often one good may be the safe one.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "style")]
pub struct Safest {
    /// Of a hundred passages in which one good alone is the safest, so many at most for each.
    pub share: u32,
    /// With fewer such passages it is not asked.
    pub from_passages: u32,
}

/// What comes of choices, of a hundred in each chapter.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename = "style")]
pub struct ConsequenceStyle {
    /// So many at least change words or choices of a later chapter.
    pub later: Option<u32>,
    /// So many at least have two of: a passage of their own, later words, a later choice, a meter.
    pub two_kinds: Option<u32>,
    /// So many at most move a meter and change nothing else.
    pub meter_only: Option<u32>,
}

/// How much is left to chance.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename = "style")]
pub struct DiceStyle {
    /// Of a hundred choices, so many risks at most.
    pub share: Option<u32>,
    /// So many risks at most from the beginning to an ending.
    pub route: Option<u32>,
}

/// How many tells each band has.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename = "style")]
pub struct TellStyle {
    /// So many at least.
    pub each: Option<u32>,
    /// For these bands, so many at least instead.
    pub bands: Rows<u32>,
}

/// Who can read it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename = "style")]
pub struct AccessStyle {
    /// Most lines that a label takes on a screen of forty columns.
    pub label_lines: Option<u32>,
    /// How many words are read aloud in a minute; 150, if nothing is said.
    pub words_a_minute: Option<u32>,
    /// Most seconds it takes to read a passage and its choices aloud.
    pub aloud_seconds: Option<u32>,
}

/// How long the episodes of `episodes.ron` are, by the longest way through each. Minutes are those of reading its passages
/// aloud, and of a vote wherever more than one choice is open.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename = "style")]
pub struct EpisodeStyle {
    /// Most words of a recap.
    pub recap: Option<u32>,
    /// Most passages.
    pub passages: Option<u32>,
    /// Most words of their texts.
    pub words: Option<u32>,
    /// Most votes.
    pub votes: Option<u32>,
    /// Most minutes.
    pub minutes: Option<u32>,
    /// How many words are read aloud in a minute; 130, if nothing is said.
    pub words_a_minute: Option<u32>,
    /// How many seconds a vote takes; 45, if nothing is said.
    pub vote_seconds: Option<u32>,
}

/// What playing a story must show. A walk is a playthrough by a tool; shares are of a hundred.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename = "style")]
pub struct ExploreStyle {
    /// Of a hundred walks at random, so many at most end in one ending.
    pub ending_share: Option<u32>,
    /// So many endings at least that every policy of `policies.ron` comes to.
    pub policy_endings: Option<u32>,
    /// Of a hundred words of a second walk at random, so many at least are new.
    pub new_words: Option<u32>,
    /// The same where the second walk takes another choice wherever it meets a page of the first.
    pub new_words_contrasting: Option<u32>,
    /// Of a hundred words of the story, a walk at random reads so many at least and so many at most, on average.
    pub words_read: Option<(u32, u32)>,
    /// Fewest and most words from one decision to the next, on average.
    pub words_between: Option<(u32, u32)>,
    /// So many pages at most, one behind another, on which a single choice is open.
    pub forced: Option<u32>,
    /// So many choices at most of which some way to the end shows nothing: it reads there as after another choice.
    pub not_read: Option<u32>,
}
