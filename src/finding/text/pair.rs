//! Sentences on the digital economy next to the whole it is part of.

use super::Text;
use crate::Language::{self, Chinese, English};
use crate::finding::benchmark::Benchmark;
use crate::finding::objection::OnPair;
use crate::finding::prose::Prose;
use crate::response::Coherence;

impl OnPair {
    #[expect(clippy::too_many_lines, reason = "one arm for each objection")]
    pub(super) fn text(&self, language: Language) -> Text {
        let prose = Prose::new(language);
        match *self {
            Self::DigitalInsideGdp => match language {
                English => Text::new(
                    "the effect on the digital economy is part of the effect on GDP",
                    "quote one or the other, never their sum",
                ),
                Chinese => Text::new(
                    "对数字经济的影响是对GDP影响的一部分",
                    "只引用其中之一，切勿相加",
                ),
            },
            Self::DigitalExceedsGdp { digital_share } => {
                let share = prose.percent(digital_share);
                match language {
                    English => Text::new(
                        format!("the digital economy is {share} of GDP"),
                        "use `coherence = \"coherent\"`, or lower the growth of the digital economy",
                    ),
                    Chinese => Text::new(
                        format!("数字经济相当于GDP的{share}"),
                        "使用`coherence = \"coherent\"`，或调低数字经济的增速",
                    ),
                }
            }
            Self::ImplausibleDigitalShare { digital_share } => {
                let share = prose.percent(digital_share);
                let least = prose.quoted_percent(Benchmark::LeastDigitalShare);
                let greatest = prose.quoted_percent(Benchmark::GreatestDigitalShare);
                match language {
                    English => Text::new(
                        format!(
                            "the digital economy is {share} of GDP; published shares run from \
                             {least} to {greatest}"
                        ),
                        "check the unit (亿 is 10^8, 万亿 10^12) and the definition",
                    ),
                    Chinese => Text::new(
                        format!("数字经济占GDP的{share}；已公布的占比在{least}至{greatest}之间"),
                        "核对单位（亿为10^8，万亿为10^12）和统计口径",
                    ),
                }
            }
            Self::IncoherentPair {
                coefficients: [gdp, digital],
                digital_share,
                breach_share,
                rest_coefficient,
                mode,
            } => {
                let [gdp, digital, rest] =
                    [gdp, digital, rest_coefficient].map(|number| prose.number(number));
                let [share, breach] =
                    [digital_share, breach_share].map(|share| prose.percent(share));
                match language {
                    English => Text::new(
                        format!(
                            "with the digital economy at {share} of GDP, coefficients of {gdp} for \
                             GDP and {digital} for the digital economy leave {rest} for the rest, \
                             which loses from a share of {breach} on"
                        ),
                        match mode {
                            Coherence::AsPublished => "use `coherence = \"coherent\"`",
                            Coherence::Coherent => {
                                "lower the digital coefficient: the pair is impossible from the \
                                 start"
                            }
                        },
                    ),
                    Chinese => Text::new(
                        format!(
                            "数字经济占GDP的{share}时，GDP系数{gdp}与数字经济系数{digital}使其余经济的系数\
                             为{rest}；占比自{breach}起，经济其余部分即受损"
                        ),
                        match mode {
                            Coherence::AsPublished => "使用`coherence = \"coherent\"`",
                            Coherence::Coherent => {
                                "调低数字经济系数：这对系数从一开始就不可能同时成立"
                            }
                        },
                    ),
                }
            }
            Self::DigitalGainExceedsGdpGain {
                digital,
                gdp,
                currency,
            } => {
                let [digital, gdp, rest] =
                    [digital, gdp, gdp - digital].map(|amount| prose.money(amount, currency));
                match language {
                    English => Text::new(
                        format!(
                            "the effect on the digital economy is {digital}, and on GDP, which \
                             contains it, {gdp}: the rest would have to move by {rest}"
                        ),
                        "give both coefficients of one source, kind and lag, or use `coherence = \
                         \"coherent\"`",
                    ),
                    Chinese => Text::new(
                        format!(
                            "对数字经济的影响为{digital}，而对包含它的GDP的影响为{gdp}：其余经济须变动{rest}"
                        ),
                        "两个系数采用同一来源、同一类型和同一时滞，或使用`coherence = \"coherent\"`",
                    ),
                }
            }
        }
    }
}
