//! Classifies what a sentence asserts (fact, target, plan, forecast, estimate, opinion or rumour), how certain it claims to be,
//! and whether it is a denial. Cue words decide, in this order of precedence: rumour, opinion, target, plan, forecast,
//! estimate, fact.

use jiff::civil::Date;

use super::aims::{is_forecast, is_past_aim, is_plan, is_rank, is_target};
use super::lexicon::Class;
use super::outcomes;
use super::times::TimeMention;
use super::tokens::{Kind, Tokens};
use super::voices::Voice;
use crate::notebook::{ClaimKind, TextRange};

/// How certain a sentence claims to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Modality {
    /// Stated without a modal verb.
    #[default]
    Asserted,
    /// Will.
    Will,
    /// Should, must.
    Should,
    /// Would.
    Would,
    /// Could.
    Could,
    /// May, might.
    May,
}

/// A reason for the reading of a sentence: a rule and the words that triggered it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cue {
    /// The words.
    pub range: TextRange,
    /// The rule.
    pub rule: Rule,
}

/// The rules that count for or against a suggestion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Rule {
    Quantity,
    Time,
    Rumour,
    Anonymous,
    Opinion,
    Target,
    Plan,
    Forecast,
    FutureTime,
    Estimate,
    Outcome,
    Negation,
    Attribution,
    Superlative,
    Rank,
    Question,
    FirstPerson,
    Furniture,
    Repeated,
}

impl Rule {
    /// The rule in words, as the sidebar shows it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Quantity => "a number",
            Self::Time => "a time",
            Self::Rumour => "a word for rumour",
            Self::Anonymous => "an unnamed source",
            Self::Opinion => "a judgement",
            Self::Target => "a word for a target",
            Self::Plan => "a word for a plan",
            Self::Forecast => "a word for a forecast",
            Self::FutureTime => "a time after the publication",
            Self::Estimate => "a word for an estimate",
            Self::Outcome => "a target that was met, missed or given up",
            Self::Negation => "a denial",
            Self::Attribution => "who says so",
            Self::Superlative => "a superlative",
            Self::Rank => "a rank",
            Self::Question => "a question",
            Self::FirstPerson => "the author’s own voice",
            Self::Furniture => "words from a page’s navigation or advertising",
            Self::Repeated => "a headline that the text repeats",
        }
    }
}

/// The classification of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Judged {
    pub kind: ClaimKind,
    pub modality: Modality,
    pub negated: bool,
}

/// The token indices of the cue words of a sentence, the first of each sort.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Cues {
    pub rumour: Option<usize>,
    pub opinion: Option<usize>,
    pub target: Option<usize>,
    pub plan: Option<usize>,
    pub forecast: Option<usize>,
    pub estimate: Option<usize>,
    pub will: Option<usize>,
    pub should: Option<usize>,
    pub may: Option<usize>,
    /// “denied that”.
    pub denies: Option<usize>,
    pub say: Option<usize>,
    pub superlative: Option<usize>,
    pub rank: Option<usize>,
    pub furniture: Option<usize>,
    pub first_person: Option<usize>,
    /// Whether a word may name a voice; `quotes`: whether there is a quotation mark.
    pub voice: bool,
    pub quotes: bool,
}

impl Cues {
    /// Whether any cue suggests that the sentence makes a claim.
    pub fn any(&self) -> bool {
        [self.rumour, self.opinion, self.target, self.plan, self.forecast, self.estimate, self.rank, self.superlative]
            .iter()
            .any(Option::is_some)
    }

    /// Whether a word for the future governs the sentence.
    pub fn future(&self) -> bool {
        [self.will, self.should, self.may, self.plan, self.forecast, self.target].iter().any(Option::is_some)
    }

    /// Finds the cues among the tokens in `range`: a sentence or one of its clauses.
    pub fn of(tokens: &Tokens<'_>, range: std::ops::Range<usize>) -> Self {
        let all = Class::RUMOUR
            .or(Class::THINK)
            .or(Class::TARGET)
            .or(Class::PLAN)
            .or(Class::FORECAST)
            .or(Class::ESTIMATE)
            .or(Class::WILL);
        let more = Class::SHOULD
            .or(Class::MAY)
            .or(Class::SAY)
            .or(Class::SUPERLATIVE)
            .or(Class::ORDINAL)
            .or(Class::FURNITURE)
            .or(Class::JUDGEMENT)
            .or(Class::PRONOUN);
        let interesting = all.or(more).or(Class::CITE.or(Class::ATTRIBUTES)).or(Class::AUXILIARY);
        let french = tokens.lexicon.is_french();
        let mut cues = Self::default();
        let mut skipped = range.start;
        for at in range {
            if at < skipped {
                continue;
            }
            // “, first due in 2024,”: what was once planned is said in passing.
            if let Some(close) = former(tokens, at) {
                skipped = close;
                continue;
            }
            let class = tokens.entry(at).class;
            if class.meets(interesting) || french && tokens.str(at).ends_with(['a', 't']) {
                cues.add(tokens, at, class);
            } else if tokens.kind(at) == Some(Kind::Mark) {
                cues.quotes |= tokens.quotes(at) || tokens.mark(at, "‘");
            }
        }
        cues
    }

    fn add(&mut self, tokens: &Tokens<'_>, at: usize, class: Class) {
        let set = |first_at: &mut Option<usize>, holds: bool| {
            if holds && first_at.is_none() {
                *first_at = Some(at);
            }
        };
        set(&mut self.rumour, class.meets(Class::RUMOUR) && !is_conditional_auxiliary(tokens, at));
        set(&mut self.target, class.meets(Class::TARGET) && is_target(tokens, at) && !is_past_aim(tokens, at));
        set(&mut self.plan, class.meets(Class::PLAN) && is_plan(tokens, at) && !is_past_aim(tokens, at));
        set(
            &mut self.forecast,
            class.meets(Class::FORECAST) && !class.meets(Class::ESTIMATE) && is_forecast(tokens, at) && !is_past_aim(tokens, at),
        );
        let beaten = at > 0 && tokens.any(at - 1, &["missed", "beat", "beating", "topped", "exceeded", "above", "below"]);
        // “maybe 20 million bucks a year”.
        let guess = class.meets(Class::ESTIMATE) && tokens.any(at, &["maybe", "perhaps"]);
        let guessed = !guess || (at + 1..at + 4).any(|near| tokens.kind(near) == Some(Kind::Number));
        set(&mut self.estimate, class.meets(Class::ESTIMATE) && !beaten && guessed);
        let will = class.meets(Class::WILL) && (!tokens.any(at, &["won", "ll"]) || is_contracted(tokens, at))
            || is_french_future(tokens, at);
        set(&mut self.will, will);
        // “was to have opened 12 shops”, “is to open”; “is to blame” is a judgement.
        let ordained = tokens.any(at, &["is", "are", "was", "were"])
            && tokens.any(at + 1, &["to"])
            && tokens.kind(at + 2) == Some(Kind::Word)
            && !tokens.any(at + 2, &["blame", "say", "date", "see"])
            && !tokens.is(at + 2, Class::DETERMINER);
        set(&mut self.plan, ordained);
        // “we see EUR/SEK at 10.60”, “the bank assumes $70”.
        let sees = tokens.any(at, &["see", "sees"])
            && at > 0
            && (tokens.any(at - 1, &["we", "i", "they", "it"]) || tokens.capital(at - 1) || tokens.is(at - 1, Class::SPEAKER))
            && (at + 1..at + 9).any(|near| tokens.kind(near) == Some(Kind::Number));
        set(
            &mut self.forecast,
            sees || tokens.any(at, &["course", "track"])
                && at > 0
                && tokens.any(at - 1, &["on"])
                && tokens.any(at + 1, &["for", "to"]),
        );
        let opines =
            tokens.any(at, &["view", "opinion", "yeux", "avis"]) && at > 0 && tokens.any(at - 1, &["my", "mes", "mon", "our"]);
        set(&mut self.opinion, opines);
        set(&mut self.estimate, tokens.any(at, &["probably", "sans"]) && at > 0 && tokens.is(at - 1, Class::AUXILIARY));
        set(&mut self.should, class.meets(Class::SHOULD));
        // “could not fill openings” says what was so.
        let unable = tokens.any(at, &["could"]) && tokens.any(at + 1, &["not"])
            // « l’usine peut traiter 600 tonnes » says what it is able to do.
            || tokens.any(at, &["peut", "peuvent"]);
        // “May cocoa closed lower” begins with a month.
        let month = tokens.capital(at)
            && (at > 0 || class.meets(Class::MONTH) && !tokens.is(at + 1, Class::PRONOUN.or(Class::DETERMINER)));
        set(&mut self.may, class.meets(Class::MAY) && !month && !unable);
        set(&mut self.say, class.meets(Class::SAY));
        set(&mut self.denies, class.meets(Class::SAY.or(Class::ATTRIBUTES)) && outcomes::denies(tokens, at));
        self.voice |= class.meets(Class::SAY.or(Class::THINK).or(Class::CITE).or(Class::ATTRIBUTES));
        let of_time = tokens.any(at, &["first", "premier", "première", "premiers"])
            && (at + 1..at + 3).any(|near| tokens.is(near, Class::TIME_UNIT.or(Class::PART)));
        set(&mut self.superlative, class.meets(Class::SUPERLATIVE) && !of_time && !tokens.any(at, &["least", "only", "most"]));
        set(&mut self.rank, class.meets(Class::ORDINAL) && is_rank(tokens, at));
        // “4.5p a share” invites nobody to share.
        let priced = tokens.any(at, &["share", "follow", "comment", "read"])
            && at > 0
            && (tokens.is(at - 1, Class::DETERMINER.or(Class::COMPOUND).or(Class::PREPOSITION))
                || tokens.any(at - 1, &["per", "market", "to"]));
        set(&mut self.furniture, class.meets(Class::FURNITURE) && !priced);
        let first_person = tokens.any(at, &["i", "we", "me", "us", "je", "nous"]);
        set(&mut self.first_person, class.meets(Class::PRONOUN) && first_person);
        let thinks = class.meets(Class::THINK) && at > 0 && (first_person_near(tokens, at));
        let judges = class.meets(Class::JUDGEMENT)
            && (1..=3).any(|back| {
                at.checked_sub(back).is_some_and(|near| {
                    tokens.any(
                        near,
                        &[
                            "is", "are", "was", "were", "seems", "looks", "sounds", "too", "far", "very", "est", "sont", "trop",
                            "my", "be",
                        ],
                    )
                })
            });
        set(&mut self.opinion, thinks || judges);
    }
}

/// The comma at the end of what is said in passing of an earlier plan, if it begins at a token: “, once promised for 2028,”.
fn former(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    const PLANNED: [&str; 8] = ["due", "promised", "planned", "scheduled", "expected", "slated", "promise", "prévue"];
    let opens = tokens.mark(at, ",") && (at + 1..at + 3).any(|near| tokens.any(near, &PLANNED));
    let verb = opens && !(at + 1..at + 3).any(|near| tokens.is(near, Class::AUXILIARY.or(Class::PRONOUN)));
    if !verb {
        return None;
    }
    (at + 2..tokens.len().min(at + 9)).find(|&close| tokens.mark(close, ","))
}

/// Whether a token belongs to “won’t” or “we’ll”: “won” alone is a past tense, “Don” a name.
pub(super) fn is_contracted(tokens: &Tokens<'_>, at: usize) -> bool {
    let apostrophe = |index: usize| matches!(tokens.str(index), "’" | "'") && tokens.glued(index);
    apostrophe(at + 1) && tokens.any(at + 2, &["t"]) || tokens.any(at, &["ll"]) && at > 0 && apostrophe(at - 1)
}

/// Whether a word has the ending of a French future: « embauchera », « ouvriront », but not « opéra ».
fn is_french_future(tokens: &Tokens<'_>, at: usize) -> bool {
    let word = tokens.str(at);
    let ends = ["era", "eront", "ira", "iront", "dra", "dront", "tra", "tront"].iter().any(|end| word.ends_with(end));
    tokens.lexicon.is_french() && ends && word.len() > 5 && !tokens.capital(at) && !tokens.any(at, &["opéra", "caméra", "extra"])
}

/// « serait », « aurait » report hearsay only before a participle; alone they are a conditional.
fn is_conditional_auxiliary(tokens: &Tokens<'_>, at: usize) -> bool {
    if !tokens.any(at, &["aurait", "auraient", "serait", "seraient"]) {
        return false;
    }
    // « il a confirmé que les avances seraient portées à 70 % »: what is to come, told in the past.
    let told = (at.saturating_sub(9)..at).any(|near| {
        tokens.any(near, &["que", "qu"]) && near > 0 && tokens.is(near - 1, Class::SAY) && tokens.str(near - 1).ends_with('é')
    });
    told || !tokens.str(at + 1).ends_with(['é', 's', 'e', 'u', 'i', 't'])
}

fn first_person_near(tokens: &Tokens<'_>, at: usize) -> bool {
    (1..=3).any(|back| at.checked_sub(back).is_some_and(|near| tokens.any(near, &["i", "we", "je", "nous", "personally"])))
}

/// The facts about a sentence that [`judge`] needs besides its cues.
pub(super) struct Facts<'a> {
    /// Whether a number is asserted.
    pub numbers: bool,
    pub times: &'a [TimeMention],
    pub voices: &'a [Voice],
    pub reference: Option<Date>,
}

/// Classifies a sentence and adds the reasons to `evidence`.
pub(super) fn judge(
    tokens: &Tokens<'_>,
    cues: &Cues,
    facts: &Facts<'_>,
    clause: &std::ops::Range<usize>,
    evidence: &mut Vec<Cue>,
) -> Judged {
    let mut say = |at: Option<usize>, rule: Rule| {
        let range = at.map_or(tokens.range(0, tokens.len()), |at| tokens.range(at, at + 1));
        evidence.push(Cue { range, rule });
    };
    let numbers = facts.numbers;
    // A time elsewhere in the sentence dates something else.
    let here = |time: &&TimeMention| clause.contains(&time.tokens.0);
    let future_time = facts.times.iter().filter(here).position(|time| time.deadline || is_future(time, facts.reference));
    let outcome = outcomes::outcome(tokens, cues.target);
    let passive =
        cues.will.filter(|&will| numbers && tokens.any(will + 1, &["be"]) && tokens.str(will + 2).ends_with(['t', 'd', 'n']));
    let kind = if let Some(at) = cues.rumour {
        say(Some(at), Rule::Rumour);
        ClaimKind::Rumour
    } else if let Some(voice) = facts.voices.iter().find(|voice| voice.anonymous) {
        evidence.push(Cue { range: voice.range, rule: Rule::Anonymous });
        ClaimKind::Rumour
    } else if let Some(at) = hearsay(tokens, cues, facts.voices) {
        say(Some(at), Rule::Rumour);
        ClaimKind::Rumour
    } else if let Some(at) = cues.opinion {
        say(Some(at), Rule::Opinion);
        ClaimKind::Opinion
    } else if let Some(at) = outcome
        .or_else(|| outcomes::given_up(tokens, cues.target.or(cues.plan)))
        .or_else(|| outcomes::withdrawn(tokens, cues.forecast))
        .or_else(|| outcomes::passed(tokens, cues.plan, clause))
        .or(cues.denies)
    {
        say(Some(at), Rule::Outcome);
        ClaimKind::Fact
    } else if let Some(at) = cues.target.filter(|&target| {
        outcomes::comes_to_pass(tokens, target)
            || cues.forecast.is_some_and(|forecast| outcomes::is_foretold(tokens, forecast, target))
    }) {
        say(Some(at), Rule::Forecast);
        ClaimKind::Forecast
    } else if let Some(at) = passive.filter(|&will| cues.target.is_none() && outcomes::is_deed_done(tokens, will + 2)) {
        say(Some(at), Rule::Plan);
        ClaimKind::Plan
    } else if let Some(at) = cues.target.or(passive) {
        say(Some(at), Rule::Target);
        if numbers || future_time.is_some() { ClaimKind::Target } else { ClaimKind::Plan }
    } else if let Some(at) = cues.plan {
        say(Some(at), Rule::Plan);
        let by = facts.times.iter().filter(here).any(|time| time.deadline);
        if (numbers || by) && !outcomes::plans_deed(tokens, at) { ClaimKind::Target } else { ClaimKind::Plan }
    } else if let Some(at) =
        cues.will.filter(|&will| numbers && cues.forecast.or(cues.may).is_none() && outcomes::does(tokens, will)).or_else(|| {
            // “said that it would cut 2,300 jobs”.
            let would = cues.should.filter(|&would| cues.say.is_some_and(|say| say < would) && tokens.any(would, &["would"]));
            would.filter(|&would| numbers && cues.forecast.or(cues.may).is_none() && outcomes::does(tokens, would))
        })
    {
        say(Some(at), Rule::Plan);
        ClaimKind::Plan
    } else if let Some(at) = cues.forecast.or(cues.may).or(cues.should).or(cues.will) {
        say(Some(at), Rule::Forecast);
        ClaimKind::Forecast
    } else if let Some(at) = cues.estimate {
        say(Some(at), Rule::Estimate);
        if future_time.is_some() { ClaimKind::Forecast } else { ClaimKind::Estimate }
    } else if let Some(time) = facts
        .times
        .iter()
        .filter(here)
        .find(|time| is_future(time, facts.reference))
        .filter(|_| !outcomes::is_settled(tokens, clause) && !outcomes::stands(tokens, clause))
    {
        evidence.push(Cue { range: time.range, rule: Rule::FutureTime });
        ClaimKind::Forecast
    } else if let Some(at) = outcomes::condition(tokens, clause) {
        say(Some(at), Rule::Forecast);
        ClaimKind::Forecast
    } else {
        ClaimKind::Fact
    };
    let modality = match () {
        () if cues.may.is_some_and(|at| tokens.any(at, &["could", "pourrait", "pourraient"])) => Modality::Could,
        () if cues.may.is_some() => Modality::May,
        () if cues.should.is_some_and(|at| tokens.any(at, &["would"])) => Modality::Would,
        () if cues.should.is_some() => Modality::Should,
        () if cues.will.is_some() => Modality::Will,
        () => Modality::Asserted,
    };
    Judged { kind, modality, negated: false }
}

fn is_future(time: &TimeMention, reference: Option<Date>) -> bool {
    // Lead for July delivery is sold today.
    !time.since && time.period().zip(reference).is_some_and(|(period, reference)| period.start > reference)
}

/// Finds the verb of a news report about what others will do that names nobody as its source.
fn hearsay(tokens: &Tokens<'_>, cues: &Cues, voices: &[Voice]) -> Option<usize> {
    let say = cues
        .say
        .filter(|&say| tokens.any(say, &["reported", "reports", "learned", "learnt"]) && tokens.any(say + 1, &["that"]))?;
    let [voice] = voices else { return None };
    let of_itself = tokens.any(say + 2, &["it", "its", "they", "their", "he", "she", "we"]);
    // A company reports its own actions. The only sign of a news outlet is that it writes about others.
    (cues.will.is_some_and(|will| will > say) && !of_itself && !voice.anonymous).then_some(say)
}
