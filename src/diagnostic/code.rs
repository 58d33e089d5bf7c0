//! The numbered faults. A number, once given, keeps its meaning: editors and authors learn them.
//!
//! Below K100 stands what the reader of a story says: such an error keeps the story from being played. From K100 on stands
//! what is said of a story that can be played: its meaning (K100), its craft (K130), who can read it (K170), and what
//! was found by playing it (K180).

use super::Severity;

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $number:literal $weight:ident;)+) => {
        /// Which fault a diagnostic reports.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[doc = $doc])+ $name,)+ }

        impl Code {
            /// The code with this number.
            pub fn numbered(number: &str) -> Option<Code> {
                Code::ALL.iter().copied().find(|code| code.number() == number)
            }

            /// Whether it is said of a story that can be read, so that the story may weigh it otherwise.
            pub fn is_adjustable(self) -> bool {
                self.number() >= "K100"
            }

            /// Whether it is found by playing a story, not by looking at it.
            pub fn is_found_by_playing(self) -> bool {
                self.number() >= "K180"
            }

            /// Every code, in the order of its number.
            pub const ALL: &'static [Code] = &[$(Code::$name,)+];

            /// The number people see: `K022`.
            pub fn number(self) -> &'static str {
                match self { $(Code::$name => $number,)+ }
            }

            /// What the fault is, in a sentence.
            pub fn summary(self) -> &'static str {
                match self { $(Code::$name => concat!($($doc),+).trim_ascii(),)+ }
            }

            /// What it weighs, unless the story says otherwise.
            pub fn severity(self) -> Severity {
                match self { $(Code::$name => Severity::$weight,)+ }
            }
        }
    };
}

codes! {
    /// A file the story names is not there.
    FileMissing = "K001" Error;
    /// A file is larger than 16 MiB.
    FileTooLarge = "K002" Error;
    /// A file is not UTF-8 text.
    NotText = "K003" Error;
    /// A control character stands in a file.
    ControlCharacter = "K004" Error;
    /// A bracket is opened and never closed.
    UnclosedBracket = "K005" Error;
    /// A text in quotation marks is opened and never closed.
    UnclosedString = "K006" Error;
    /// A curly quotation mark stands where a straight one is needed.
    CurlyQuote = "K007" Error;
    /// A comma is missing between two fields or rows.
    MissingComma = "K008" Error;
    /// A bracket closes what was not opened.
    StrayBracket = "K009" Error;
    /// The text is not RON.
    Syntax = "K010" Error;
    /// A field has a name that does not exist.
    UnknownField = "K011" Error;
    /// A field that must be there is not.
    MissingField = "K012" Error;
    /// A value is of the wrong kind.
    WrongKind = "K013" Error;
    /// Brackets lie in one another too deep.
    TooDeep = "K014" Error;
    /// The story is written in a newer format than this program reads.
    NewerFormat = "K015" Error;
    /// A field or key stands twice.
    Repeated = "K016" Error;
    /// A file lies in `chapters/` and no chapter names it.
    UnlistedChapter = "K017" Warning;
    /// Two passages have one id.
    DuplicatePassage = "K020" Error;
    /// An id is not written as ids are.
    BadId = "K021" Error;
    /// A choice or condition names a passage that does not exist.
    UnknownPassage = "K022" Error;
    /// A condition or effect names something that is not declared.
    UnknownName = "K023" Error;
    /// A value is not one of those declared.
    UnknownValue = "K024" Error;
    /// A place is not in `places.ron`.
    UnknownPlace = "K025" Error;
    /// A source is not in `sources.ron`.
    UnknownSource = "K026" Error;
    /// A person is not in `people.ron`.
    UnknownPerson = "K027" Error;
    /// Two choices of a passage have one id.
    DuplicateChoice = "K028" Error;
    /// A good is not declared.
    UnknownGood = "K029" Error;
    /// A band or meter is not declared.
    UnknownBand = "K030" Error;
    /// An act is not declared.
    UnknownAct = "K031" Error;
    /// A departure is not in `departures.ron`.
    UnknownDeparture = "K032" Error;
    /// An odds word is not declared.
    UnknownOdds = "K033" Error;
    /// A ledger name is not declared.
    UnknownLedger = "K034" Error;
    /// Two rows of a table have one id.
    DuplicateRow = "K035" Error;
    /// A condition names a choice its passage does not have.
    UnknownChoice = "K036" Error;
    /// A condition cannot be read.
    BadCondition = "K040" Error;
    /// A condition compares things that cannot be compared.
    ConditionKind = "K041" Error;
    /// An effect cannot be read.
    BadEffect = "K042" Error;
    /// An effect gives a thing what it cannot hold.
    EffectKind = "K043" Error;
    /// A number lies outside its range.
    OutOfRange = "K044" Error;
    /// A meter is compared with a number; its bands are what a story should ask about.
    MeterNumber = "K045" Warning;
    /// An assertion cannot be read.
    BadAssertion = "K046" Error;
    /// A preference of a policy cannot be read.
    BadPreference = "K047" Error;
    /// An `{if}` has no `{end}`.
    UnclosedIf = "K050" Error;
    /// An `{else}`, `{elif}` or `{end}` has no `{if}`.
    StrayBranch = "K051" Error;
    /// A name in braces is not declared.
    UnknownInsert = "K052" Error;
    /// A brace or a star is opened and never closed.
    UnclosedMark = "K053" Error;
    /// `{tell}` stands twice, or inside an `{if}`.
    TellPlace = "K054" Error;
    /// A passage has neither choices nor `next`, or has both.
    NoWayOn = "K060" Error;
    /// A choice says where it leads in no way, or in two ways.
    BadTarget = "K061" Error;
    /// The story starts at a passage that does not exist.
    NoStart = "K062" Error;
    /// The story has no ending.
    NoEnding = "K063" Warning;
    /// A passage has no text.
    EmptyText = "K064" Error;
    /// A date is not written `1937-07-17`.
    BadDate = "K065" Error;
    /// The first passage of a file has no date or no place.
    NoPlace = "K066" Error;
    /// A passage has more choices than keys.
    TooManyChoices = "K067" Error;
    /// The bands of a meter are out of order.
    BadBands = "K068" Error;
    /// A declaration contradicts itself.
    BadDeclaration = "K069" Error;
    /// A severity is set for a check that does not exist.
    UnknownCheck = "K070" Error;
    /// A comment allows what is not there, or gives no reason.
    IdleAllowance = "K071" Warning;
    /// An episode begins with what cannot be so.
    BadPreset = "K072" Error;
    /// An episode begins with what nothing asks about.
    IdlePreset = "K073" Warning;
    /// A file has more faults than are shown.
    MoreFaults = "K099" Warning;

    /// No way leads to a passage.
    Unreachable = "K100" Warning;
    /// A passage that is no ending has no choice that can ever be taken.
    DeadEnd = "K101" Warning;
    /// Every choice of a passage can be closed at once.
    AllShut = "K102" Warning;
    /// A condition can never hold.
    NeverTrue = "K103" Warning;
    /// A condition always holds.
    AlwaysTrue = "K104" Warning;
    /// A fact is written and never read.
    NeverRead = "K105" Warning;
    /// A fact is read and never written.
    NeverWritten = "K106" Warning;
    /// A value of a fact is never set.
    ValueNeverSet = "K107" Warning;
    /// A choice changes nothing.
    NoDifference = "K108" Warning;
    /// Two choices lead to one passage with no difference in the state.
    SameChoice = "K109" Warning;
    /// A loop of passages has no way out.
    EndlessLoop = "K110" Warning;
    /// A risk stands without a choice that is certain.
    OnlyRisks = "K111" Warning;
    /// An ending has no accounts.
    NoAccounts = "K112" Warning;
    /// A passage has no notes.
    NoNotes = "K113" Warning;
    /// A source is never cited.
    UncitedSource = "K114" Warning;
    /// A departure lacks its lines.
    BareDeparture = "K115" Warning;
    /// A place has no latitude and longitude.
    OffTheMap = "K116" Warning;
    /// A term stands in the text that the glossary does not explain.
    Unglossed = "K117" Warning;
    /// A row of a table is never used.
    UnusedRow = "K118" Warning;
    /// An episode does not come to its last passages.
    StrayEpisode = "K119" Warning;
    /// An episode has not two notes that differ.
    EpisodeSources = "K120" Warning;
    /// An episode comes to a passage that asks for care.
    CareInEpisode = "K121" Warning;
    /// A passage takes over a date, an hour or a place from one that is not on the way to it.
    TakenOver = "K122" Warning;
    /// Nothing that can be read tells two choices apart.
    Unshown = "K123" Warning;

    /// A passage is too short or too long.
    PassageLength = "K130" Warning;
    /// A document is too short or too long.
    DocumentLength = "K131" Warning;
    /// Too many words stand between two decisions.
    LongWayToDecision = "K132" Warning;
    /// A phrase stands on the story's own list of those it does without.
    BannedPhrase = "K133" Warning;
    /// A dash stands where speech is not broken off.
    StrayDash = "K134" Warning;
    /// There are too many adverbs in -ly.
    Adverbs = "K135" Warning;
    /// The sentences of a passage are all of one length.
    EvenSentences = "K136" Warning;
    /// The sentences of a chapter are too long, too short, or lack either kind.
    SentenceMix = "K137" Hint;
    /// Too many sentences begin with the same pronoun.
    SamePronoun = "K138" Warning;
    /// There are too many adjectives of mood.
    MoodWords = "K139" Hint;
    /// A figure of speech comes too often.
    Figures = "K140" Hint;
    /// Words of seeing, hearing and seeming come too often.
    FilterWords = "K141" Hint;
    /// A feeling is named.
    NamedFeeling = "K142" Warning;
    /// A passage opens with the weather.
    WeatherOpening = "K143" Warning;
    /// A passage ends on an abstraction.
    ClosingWord = "K144" Warning;
    /// Too many passages end on a short sentence.
    ShortEnding = "K145" Hint;
    /// A phrase stands in too many passages.
    WornPhrase = "K146" Warning;
    /// Passages share too many phrases.
    SharedPhrases = "K147" Hint;
    /// Two passages are too much alike.
    AlikePassages = "K148" Warning;
    /// Passages that lie side by side are too much alike.
    AlikeSiblings = "K149" Warning;
    /// Passages open in the same way.
    SameOpening = "K150" Hint;
    /// A chapter has too little or too much speech, or too many tags.
    SpeechShare = "K151" Hint;
    /// A label is too short or too long.
    LabelLength = "K152" Warning;
    /// A label does not begin with a verb of its own.
    LabelVerb = "K153" Warning;
    /// A passage has too few or too many choices.
    ChoiceCount = "K154" Warning;
    /// The choices of a passage serve too few goods.
    OneGood = "K155" Warning;
    /// One good is too often the safe one.
    SafeGood = "K156" Hint;
    /// Too few choices have a consequence of the kind they should.
    Consequences = "K157" Warning;
    /// There is too much chance.
    TooManyDice = "K158" Warning;
    /// A band has too few tells.
    FewTells = "K159" Warning;
    /// A word was not there yet.
    NotThereYet = "K160" Warning;
    /// The recap of an episode is too long.
    LongRecap = "K161" Warning;
    /// An episode is too long.
    LongEpisode = "K162" Warning;
    /// The short version of a passage is too long.
    LongSummary = "K163" Warning;

    /// A line is not plain text.
    NotPlain = "K170" Warning;
    /// A symbol alone carries the meaning.
    SymbolAlone = "K171" Warning;
    /// A label is longer than the narrow screen.
    WideLabel = "K172" Warning;
    /// A passage is too long to be read aloud in a class.
    TooLongAloud = "K173" Warning;

    /// An assertion does not hold.
    AssertionFails = "K180" Error;
    /// Whoever keeps to the record finds only choices that depart from it.
    OnlyDepartures = "K181" Error;
    /// A player can come to a page from which nothing leads on.
    NoWayOnInPlay = "K182" Error;
    /// No playthrough came to a passage or took a choice.
    NeverReached = "K183" Warning;
    /// A limit that the story sets itself is not kept in play.
    LimitBroken = "K184" Warning;
    /// A story test does not hold.
    TestFails = "K185" Error;
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.number())
    }
}
