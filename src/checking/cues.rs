//! Words in a claim that decide whether a rule applies to it: “so far”, “restated”, “weighted”, “acquired”.
//!
//! Stems in English, German, French, Spanish and Chinese. A stem begins at the beginning of a word; one that ends in a space is a whole
//! word. Other languages have no cues: then a rule knows less and asks more.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

macro_rules! cues {
    ($($(#[$doc:meta])* $cue:ident = [$($stem:literal),+ $(,)?];)+) => {
        /// One thing that words can say.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Cue { $($(#[$doc])* $cue),+ }

        const STEMS: &[(Cue, &[&str])] = &[$((Cue::$cue, &[$($stem),+])),+];
    };
}

cues! {
    /// Something became more.
    Rise = ["growth", "grew", "grow", "rose", "rise", "rising", "increas", "climb", "jump", "surg", "soar", "gain", "expand", "expansion", "added", "up ", "higher", "raise", "raising", "erhöh", "steiger", "porter ", "elevar", "提高", "wachstum", "wuchs", "gestiegen", "stieg", "zuwachs", "anstieg", "zunahme", "plus von", "croissance", "hausse", "augment", "progress", "crecim", "creció", "crecieron", "crecer", "aument", "subió", "subida", "增长", "增加", "上升", "增幅", "提升", "上涨"];
    /// A name that is that of a change.
    ChangeNoun = ["growth", "increase", "decrease", "rise ", "decline", "drop ", "fall ", "change", "reduction", "wachstum", "rückgang", "anstieg", "zunahme", "zuwachs", "veränderung", "croissance", "hausse", "baisse", "évolution", "augmentation", "diminution", "crecim", "aumento", "caída", "variación", "增长", "增幅", "降幅", "下降", "变化", "提高", "增加", "减少"];
    /// Something became less.
    Fall = ["fell", "fall", "dropped", "drops", "drop ", "dropping", "declin", "decreas", "down ", "lower", "shrank", "shrunk", "slid", "slump", "plung", "lost ", "reduc", "contracted", "contraction", "tumbl", "sank", "dipped", "rückgang", "sank", "gesunken", "gefallen", "fiel", "minus von", "abnahme", "baisse", "recul", "diminu", "chut", "descens", "cayó", "cayeron", "bajó", "disminu", "caída", "下降", "减少", "下跌", "下滑", "降幅", "跌"];
    /// A sum since some day, which goes on.
    SoFar = ["so far", "to date", "year-to-date", "ytd ", "cumulative", "since launch", "since its launch", "since the launch", "since it was", "running total", "bisher", "kumul", "seit jahresbeginn", "seit beginn", "jusqu'ici", "jusqu’ici", "à ce jour", "cumul", "depuis le début", "hasta ahora", "hasta la fecha", "acumulad", "en lo que va", "累计", "今年以来", "迄今", "截至目前"];
    /// Not the number as it was first reported, or of another scope.
    Restated = ["restat", "revis", "adjust", "like-for-like", "like for like", "organic", "constant currenc", "constant exchange", "pro forma", "comparable", "same-store", "excluding", "exclud", "including", "includ", "without ", "preliminary", "provisional", "underlying", "gross of", "net of", "bereinigt", "vorläufig", "revidiert", "ohne ", "einschließlich", "inklusive", "vergleichbar", "wechselkursbereinigt", "flächenbereinigt", "retrait", "ajust", "organique", "périmètre", "hors ", "provisoire", "révis", "y compris", "comparables", "orgánic", "sin contar", "incluid", "excluid", "provisional", "revisad", "调整", "同店", "不含", "不包括", "包括", "剔除", "可比", "修正", "初步", "重述"];
    /// A year that is not the calendar's.
    Fiscal = ["fiscal", "financial year", "fy", "geschäftsjahr", "exercice", "ejercicio", "财年", "财政年度"];
    /// Several answers were allowed.
    SeveralAnswers = ["multiple answers", "multiple responses", "multiple choice", "multiple mentions", "several answers", "more than one", "could choose", "could name", "could pick", "could select", "could give", "select all", "tick all", "all that apply", "mehrfach", "plusieurs réponses", "réponses multiples", "respuestas múltiples", "respuesta múltiple", "varias respuestas", "多选", "可多选"];
    /// Answers were weighted.
    Weighted = ["weight", "gewicht", "pondér", "ponder", "加权", "redress"];
    /// Something came or went other than by opening and closing.
    Acquired = ["acqui", "takeover", "take-over", "taken over", "took over", "bought", "merg", "divest", "spun off", "spin-off", "sold off", "transfer", "convert", "rebrand", "reclassif", "übernahm", "übernommen", "zukauf", "zugekauft", "fusion", "rachat", "rachet", "reprise", "repris", "cession", "adquir", "adquisi", "fusión", "compró", "收购", "并购", "合并", "剥离"];
    /// It is about the future.
    Future = ["will ", "would ", "shall ", "expect", "forecast", "foresee", "plans", "planned", "planning", "plan ", "aims", "aim ", "aiming", "target", "project", "hopes", "intends", "outlook", "guidance", "on course", "on track", "estimat", "likely", "should ", "wird ", "werden ", "soll", "erwart", "prognos", "plant ", "ziel", "prévo", "prévu", "prévi", "vise", "objectif", "devrait", "devraient", "compte ", "prevé", "prevén", "prevee", "espera", "objetivo", "planea", "será", "预计", "预期", "计划", "将在", "将于", "将会", "将达", "目标", "有望", "预测"];
    /// A target is reported in retrospect.
    InRetrospect = ["had aimed", "had planned", "had targeted", "had wanted", "had set", "had hoped", "had promised", "had pledged", "had ", "had called", "was aiming", "was to have", "were to have", "was supposed", "were supposed", "missed", "misses", "missing", "beat ", "beating", "exceeded", "surpassed", "fell short", "falling short", "short of", "original target", "original goal", "original plan", "earlier target", "earlier goal", "previous target", "previous goal", "former target", "once aimed", "at the time", "looking back", "in retrospect", "in hindsight", "overshot", "outperform", "hatte ", "hatten ", "erwartet hatte", "verfehl", "übertroff", "übertraf", "ursprünglich", "avait ", "avaient ", "manqu", "dépass", "initial", "había ", "habían ", "superó", "incumpl", "originalmente", "曾", "原定", "原计划", "此前", "当时", "未达", "未完成", "完成率", "超额"];
    /// What is planned is less.
    Shrink = ["cut", "reduc", "lower", "shrink", "down to", "close ", "closes", "closing", "closure", "halv", "decreas", "fewer", "less ", "no more than", "at most", "limit ", "limits", "limited to", "cap ", "capped", "phase out", "eliminat", "trim", "slash", "downsiz", "sink", "fall to", "drop to", "still ", "only ", "noch ", "ne plus", "seulement", "sólo", "solo ", "仅", "below", "under ", "senk", "reduzier", "abbau", "verring", "höchstens", "réduire", "réduction", "baisser", "diminuer", "fermer", "supprimer", "reducir", "recort", "cerrar", "disminuir", "bajar", "减少", "降至", "降低", "缩减", "关闭", "裁", "压缩", "减至", "以内"];
    /// A level is to be reached from below.
    Reach = ["reach", "hit ", "get to", "arrive at", "surpass", "exceed", "more than", "at least", "expand", "erreich", "ausbau", "atteindre", "passer à", "alcanzar", "llegar a", "达到", "扩大", "增至", "突破"];
    /// Compared with the quarter or month before.
    Sequential = ["quarter on quarter", "quarter-on-quarter", "quarter over quarter", "quarter-over-quarter", "qoq", "q/q", "sequential", "previous quarter", "prior quarter", "preceding quarter", "last quarter", "quarter before", "quarter earlier", "from the first quarter", "from the second quarter", "from the third quarter", "from the fourth quarter", "month on month", "month-on-month", "month over month", "month-over-month", "mom ", "m/m", "previous month", "prior month", "month before", "month earlier", "previous half", "first half", "环比", "上一季度", "上季度", "上月", "vorquartal", "vormonat", "trimestre précédent", "mois précédent", "trimestre anterior", "mes anterior", "mes previo", "intermensual"];
    /// Compared with the same time a year before.
    YearOnYear = ["year on year", "year-on-year", "year over year", "year-over-year", "yoy", "y/y", "a year earlier", "a year ago", "year before", "from a year", "same period", "same quarter", "previous year", "prior year", "last year", "annual", "同比", "比上年", "较上年", "上年同期", "去年同期", "vorjahr", "sur un an", "année précédente", "an plus tôt", "interanual", "año anterior", "un año antes", "año previo"];
    /// A share of a whole.
    Share = ["share", "portion", "proportion", "percentage of", "split", "breakdown", " mix", "mix ", "composition", "anteil", "part ", "part de", "parts de", "répartition", "cuota", "participación", "porcentaje", "份额", "占比", "比例", "比重", "vote"];
    /// A share of a whole that a list divides among its members.
    Divided = ["market share", "share of vote", "vote share", "votes", "share of revenue", "revenue share", "share of sales", "sales share", "share of total", "split", "breakdown", " mix", "mix ", "composition", "marktanteil", "stimmenanteil", "stimmanteil", "umsatzanteil", "part de marché", "parts de marché", "répartition", "cuota de mercado", "市场份额", "市占率", "share of the total", "share of market", "share of the market", "share of generation", "share of electricity", "share of energy", "share of spending", "share of output", "share of production", "share of passengers", "share of traffic", "share of exports", "share of imports", "share of costs", "share of budget", "strommix", "energiemix", "占比", "比重", "vote "];
    /// The rest of a list.
    Rest = ["other", "rest ", "the rest", "remain", "remainder", "übrig", "sonstig", "andere", "autre", "reste ", "otro", "otra", "resto", "demás", "其他", "其它", "其余"];
    /// The last one of a list.
    Remaining = ["remaining", "the rest", "remainder", "all other", "übrigen", "restliche", "le reste", "restant", "el resto", "restante", "其余", "剩余"];
    /// Nothing came or went other than by opening and closing.
    NotAcquired = ["without buying", "without acqui", "no acqui", "none was bought", "none were bought", "none will be bought", "none will", "none was", "organically", "no takeover", "no merger", "ohne zuk", "ohne überna", "sans acqui", "sans rach", "sin adqui", "sin compra", "无收购", "没有收购"];
    /// A mean, a price, an index: numbers that cannot be added.
    NotAdditive = ["average", "avg", "mean ", "median", " per ", "rate", "ratio", "price", "index", "share", "margin", "speed", "temperature", "yield", "density", "percentage", "proportion", "score", "growth", "durchschnitt", "mittel", "quote", "preis", "anteil", "marge", "moyen", "prix", "taux", "part ", "promedio", "precio", "tasa", "cuota", "平均", "均价", "价格", "单价", "率", "占比", "份额", "指数"];
    /// An amount that can be below zero.
    Signed = ["profit", "loss", "income", "earning", "ebit", "cash flow", "balance", "result", "net ", "change", "surplus", "deficit", "gewinn", "verlust", "ergebnis", "saldo", "bénéfice", "perte", "résultat", "solde", "beneficio", "pérdida", "ganancia", "utilidad", "resultado", "利润", "亏损", "净", "盈利", "顺差", "逆差"];
    /// Counted from a time on.
    Since = ["since ", "post-", "in years", "in a decade", "in decades", "seit ", "depuis", "desde ", "以来"];
    /// As before.
    Unchanged = ["unchanged", "same as", "flat ", "stable", "again ", "as many as", "just as", "repeat", "unverändert", "wieder", "ebenso", "inchang", "stable", "de nouveau", "sin cambios", "igual", "持平", "不变", "再次"];
    /// Over several years.
    Span = ["years", "decade", "jahren", "jahrzehnt", "ans ", "années", "décennie", "años", "década", "年间", "年来", "年内"];
    /// Each year, as a pace.
    EachYear = ["per year", "a year on average", "each year", "every year", "per annum", "annually", "pro jahr", "jedes jahr", "par an", "chaque année", "al año", "por año", "cada año", "每年", "年均", "cagr"];
    /// Each year.
    Yearly = ["per year", "a year", "each year", "every year", "per annum", "annual", "yearly", "pro jahr", "jährlich", "jedes jahr", "par an", "chaque année", "al año", "por año", "cada año", "anual", "每年", "年均", "cagr"];
    /// The highest there has been.
    Record = ["record ", "all-time high", "highest ever", "most ever", "best ever", "never before", "rekord", "höchststand", "jamais", "récord", "máximo histórico", "历史新高", "创纪录", "新高", "历史最高"];
    /// A number of people asked, or of things looked at.
    Sample = ["respondent", "surveyed", "survey size", "sample", "participant", "polled", "interviewed", "interviewee", "questioned", "asked", "responses", "answers", "checked", "controlled", "befragt", "geprüft", "kontrolliert", "untersucht", "getestet", "contrôl", "inspecté", "examin", "inspeccionad", "revisad", "analizad", "检查", "抽检", "检测", "teilnehm", "stichprobe", "sondé", "répondant", "interrogé", "échantillon", "encuestad", "entrevistad", "muestra", "受访", "样本", "调查对象", "interviews", "patients", "enrolled", "tested", "examined", "inspected", "audited", "reviewed", "n =", "n=" ];
    /// Things that came.
    Opened = ["opened", "opening", "won ", "new ", "added", "addition", "hired", "hire", "hiring", "join", "gained", "recruited", "launched", "inflow", "born", "birth", "arriv", "deliver", "admitted", "admission", "enrol", "commissioned", "installed", "built", "eröffn", "neueinstell", "eingestellt", "neuzug", "zugäng", "zugang", "geboren", "ouvert", "embauch", "recrut", "nouve", "entrée", "abiert", "apertur", "contratad", "contratacion", "nuev", "altas", "新开", "新增", "开业", "入职", "招聘", "开设", "新店"];
    /// Things that went.
    Closed = ["closed", "closing", "closure", "left", "leaver", "lost", "departure", "departed", "resign", "laid off", "layoff", "cancel", "terminated", "withdrawn", "expired", "churn", "removed", "retired", "retirement", "outflow", "death", "died", "discharg", "dismiss", "dismantl", "demolish", "decommission", "shut", "scrapped", "geschloss", "schließ", "abgäng", "abgang", "ausgeschied", "entlass", "gekündigt", "kündigung", "gestorb", "ferm", "départ", "quitt", "licenci", "sortie", "cerrad", "cierre", "despid", "despedid", "bajas", "salida", "关闭", "闭店", "关店", "离职", "裁员", "流失", "退出", "关停"];
    /// Something that happens once.
    Once = ["first ", "launch", "start of", "start ", "market entry", "debut", "inaugurat", "founding", "foundation", "completion", "handover", "beginning", "erste", "einführung", "markteintritt", "markteinführung", "beginn", "eröffnung", "gründung", "fertigstellung", "premi", "lancement", "début", "démarrage", "ouverture", "mise en service", "achèvement", "fondation", "primer", "lanzamiento", "inicio", "apertura", "inauguración", "fundación", "finalización", "首次", "首批", "上市", "发布", "启动", "开工", "投产", "开业", "竣工", "成立"];
    /// Less what went.
    Net = ["net ", "netto", "nett", "neto", "neta", "净"];
    /// A mean, or a number for each.
    Average = ["average", "avg", "mean ", "asp ", "durchschnitt", "moyen", "promedio", "平均", "均价", "单价", "per "];
    /// What something costs.
    Price = ["price", "selling price", "asp ", "fare", "tariff", "fee ", "preis", "prix", "tarif", "precio", "tarifa", "价格", "均价", "单价", "售价", "票价"];
    /// Things that were handed over to buyers.
    Sold = ["sold", "deliver", "ship", "sales", "unit", "passenger", "night", "verkauf", "vente", "vendu", "vend", "venta", "交付", "出货", "销", "售"];
    /// What a business takes in.
    Revenue = ["revenue", "sales", "turnover", "takings", "receipts", "umsatz", "erlös", "chiffre d'affaires", "chiffre d’affaires", "recettes", "ventes", "ingresos", "ventas", "facturación", "营收", "收入", "营业额", "销售额"];
    /// What is left of it.
    Profit = ["profit", "income", "earning", "ebit", "surplus", "gewinn", "ergebnis", "überschuss", "bénéfice", "résultat", "beneficio", "ganancia", "utilidad", "resultado", "利润", "盈利"];
    /// What is left of each unit of money that is taken in.
    Margin = ["margin", "marge", "margen", "利润率", "毛利率", "净利率", "return on sales", "rendite"];
}

impl Cue {
    fn bit(self) -> u64 {
        1 << self as u64
    }
}

/// The cues of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Cues(u64);

/// The machine that finds stems; of each its cue, whether it needs a beginning, and whether an end.
type Stems = (AhoCorasick, Vec<(Cue, bool, bool)>);

static MACHINE: LazyLock<Option<Stems>> = LazyLock::new(|| {
    let rows: Vec<(Cue, &str)> = STEMS.iter().flat_map(|(cue, stems)| stems.iter().map(|stem| (*cue, *stem))).collect();
    let patterns = rows.iter().map(|(_, stem)| stem.trim());
    let machine = AhoCorasick::builder().match_kind(MatchKind::Standard).build(patterns).ok()?;
    // Chinese words have no spaces around them.
    let begins = |stem: &str| stem.chars().next().is_some_and(|letter| letter < '\u{2e80}');
    Some((machine, rows.iter().map(|(cue, stem)| (*cue, begins(stem), stem.ends_with(' '))).collect()))
});

impl Cues {
    /// The cues of a text in lower case.
    pub fn of(lower: &str) -> Self {
        let Some((machine, rows)) = MACHINE.as_ref() else { return Self::default() };
        let mut found = Self::default();
        for hit in machine.find_overlapping_iter(lower) {
            let (cue, needs_beginning, needs_end) = rows[hit.pattern().as_usize()];
            let is_inside = |letter: Option<char>| letter.is_some_and(char::is_alphabetic);
            let begins = !needs_beginning || !is_inside(lower[..hit.start()].chars().next_back());
            let ends = !needs_end || !is_inside(lower[hit.end()..].chars().next());
            if begins && ends {
                found.0 |= cue.bit();
            }
        }
        found
    }

    /// Whether the words say so.
    pub fn has(self, cue: Cue) -> bool {
        self.0 & cue.bit() != 0
    }

    /// Whether the words say one of these.
    pub fn any(self, cues: &[Cue]) -> bool {
        cues.iter().any(|cue| self.has(*cue))
    }

    /// The cues of either text.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_begin_words_and_whole_words_end_them() {
        assert!(Cues::of("revenue grew by 3 %").has(Cue::Rise));
        assert!(Cues::of("45,000 so far this year").has(Cue::SoFar));
        assert!(!Cues::of("also farmed").has(Cue::SoFar));
        assert!(Cues::of("up 3 %").has(Cue::Rise) && !Cues::of("upper floors").has(Cue::Rise));
        assert!(Cues::of("营收同比增长31%").has(Cue::YearOnYear));
        assert!(Cues::of("im vorjahr").has(Cue::YearOnYear));
        assert!(!Cues::of("cars delivered").any(&[Cue::NotAdditive, Cue::Signed]));
    }
}
