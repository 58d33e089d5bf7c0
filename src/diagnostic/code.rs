//! The numbered faults. A number, once given, keeps its meaning: editors and authors learn them.

use super::Severity;

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $number:literal $weight:ident;)+) => {
        /// Which fault a diagnostic reports.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[doc = $doc])+ $name,)+ }

        impl Code {
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

            /// Whether it keeps the story from being played.
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
    /// A string is opened and never closed.
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
    /// A file has more faults than are shown.
    MoreFaults = "K099" Warning;
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.number())
    }
}
