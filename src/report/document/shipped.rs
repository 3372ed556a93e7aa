//! The shipped scenarios in Chinese: their policies and the reasons of their inputs.
//!
//! A row is a text of a shipped scenario in both languages. Texts of other scenarios stay as their
//! authors wrote them. Figures that cite the catalogue are titled by it.

use crate::Language;
use crate::report::chart::words;
use crate::scenario::{Input, Scenario};

/// Names of policies, translated in a scenario with a shipped name.
const POLICIES: [(&str, &str); 6] = [
    ("chip restriction", "芯片限制"),
    ("interconnection", "算力互联互通"),
    ("national utilisation target", "全国利用率目标"),
    ("AI boom", "人工智能热潮"),
    ("vouchers", "算力券"),
    ("ban and retaliation", "禁令与反制"),
];

/// Titles of sources and reasons of assumptions.
const TITLES: [(&str, &str); 70] = [
    (
        "the average growth from 180 EFLOPS (end of 2022) to 280 EFLOPS (end of 2024), MIIT, goes on to 2030; 2024 alone was 21.7 %",
        "工信部数据从180 EFLOPS（2022年底）到280 EFLOPS（2024年底）的平均增速延续至2030年；仅2024年为21.7%",
    ),
    (
        "nominal growth from 134,908.4 bn (2024) to 140,187.9 bn yuan (2025), NBS, both preliminary",
        "国家统计局初步核算数从1349084亿元（2024年）到1401879亿元（2025年）的名义增速",
    ),
    (
        "smart computing departs from its logistic curve as electric power, refrigerators, colour television, phones, the internet, disk brakes and metal ships did from theirs",
        "智能算力偏离其逻辑斯谛曲线的程度，与电力、冰箱、彩色电视、移动电话、互联网、盘式制动器和金属船舶当年的偏离相当",
    ),
    (
        "real growth of 4.5 % with prices standing still",
        "实际增长4.5%，价格不变",
    ),
    (
        "CAICT's broad measure, 53.9 tn in 2023 (42.8 % of GDP before the fifth census, 41.7 % of the revised), carried on at the 7.39 % of that year, against 4.3 % for nominal GDP; no figure of CAICT's for 2024 was seen, and the National Data Administration's 49 tn for 2025 is another definition",
        "信通院宽口径，2023年53.9万亿元（占第五次经济普查修订前GDP的42.8%，修订后的41.7%），按当年7.39%的增速外推，同年名义GDP增速为4.3%；未见信通院2024年数据，国家数据局2025年49万亿元为另一口径",
    ),
    ("the growth of 2023 goes on", "2023年的增速延续"),
    ("two years of growth show none", "两年的增速未显示持续性"),
    (
        "27.8 % in 2023 and 21.7 % in 2024, MIIT, have a standard deviation of 4.3 points",
        "工信部数据2023年27.8%、2024年21.7%，标准差为4.3个百分点",
    ),
    (
        "the pandemic year and its rebound leave no other trace in 2019-25",
        "2019—2025年除疫情当年及其反弹外未见其他痕迹",
    ),
    (
        "nominal growth of 2019 to 2025 on consistent vintages, 3.9 to 13.4 %, NBS: 3.6 points",
        "国家统计局同一修订口径的2019—2025年名义增速，3.9%至13.4%：标准差3.6个百分点",
    ),
    (
        "what replaces the general machines that retire, and a little more, at the unit cost below: of the 400 bn yuan a year that the NDRC forecast along the supply chain in 2022, which was not reached (edwc.forecast.annual)",
        "按下列单位造价，足以替换退役的通用设备并略有新增：取自国家发展改革委2022年预测的全产业链每年4000亿元，该预测未实现（edwc.forecast.annual）",
    ),
    ("the rest of that forecast", "该预测的其余部分"),
    (
        "between the load of many western centres (20 to 30 %) and of the best reported (80 %)",
        "介于许多西部算力中心的负荷（20%至30%）与报道的最高负荷（80%）之间",
    ),
    (
        "Load of many local and western centres, 20 to 30 %",
        "许多地方和西部算力中心的负荷，20%至30%",
    ),
    (
        "supercomputers are shared by queue and run fuller than others",
        "超级计算机排队共享，负荷高于其他设备",
    ),
    (
        "190 bn yuan driven by projects of 13.5 EFLOPS, first quarter of 2022; taken to be in use, and for 2024",
        "2022年第一季度，13.5 EFLOPS的项目带动投资1900亿元；视为在用，并用于2024年",
    ),
    (
        "as all but smart compute grew from mid-2023 (75 % of 197 EFLOPS) to mid-2024 (70 % of 246), MIIT and CAICT",
        "工信部和信通院：智能算力以外的算力从2023年中（197 EFLOPS的75%）到2024年中（246 EFLOPS的70%）的增速",
    ),
    (
        "0.51-0.76 bn yuan per EFLOPS in FP16 on H800 at 14.8 FP16 per FP32 operation, and 1.3-2.0 bn on Ascend 910B at 4",
        "H800每EFLOPS（FP16）5.1亿至7.6亿元，FP16为FP32的14.8倍；昇腾910B为13亿至20亿元，4倍",
    ),
    (
        "from the newer fits of doubling in 3.5 to 3.8 years to the published 2.07 of machine-learning chips (Epoch AI)",
        "从较新拟合的3.5至3.8年翻一番，到机器学习芯片已公布的2.07年翻一番（Epoch AI）",
    ),
    (
        "as smart compute grew from mid-2023 (25 % of 197 EFLOPS) to mid-2024 (30 % of 246), MIIT and CAICT",
        "工信部和信通院：智能算力从2023年中（197 EFLOPS的25%）到2024年中（246 EFLOPS的30%）的增速",
    ),
    (
        "from what meta-analysis leaves of ICT capital (0.003) to the latest press figure (0.0426)",
        "从元分析修正后的信息通信技术资本弹性（0.003）到最新的媒体数值（0.0426）",
    ),
    (
        "electronics, construction and telecommunications keep a quarter to a half of sales",
        "电子、建筑和电信业的增加值占销售额的四分之一至二分之一",
    ),
    (
        "accelerators and memory are largely imported",
        "加速卡和存储器大多依赖进口",
    ),
    (
        "half of the workers and capital would have been at work elsewhere",
        "一半的劳动力和资本本可用于其他用途",
    ),
    (
        "social discount rate of Chinese project appraisal guides, 5 to 8 %",
        "中国建设项目经济评价方法的社会折现率，5%至8%",
    ),
    (
        "no figure fits: an EFLOPS on Ascend 910B costs 2.6 times one on H800 in FP16, and less than it in FP32 (Caijing, Epoch AI)",
        "没有合适的数值：每EFLOPS造价，昇腾910B在FP16下为H800的2.6倍，在FP32下则低于H800（财经、Epoch AI）",
    ),
    (
        "home chips come to close most of the gap",
        "国产芯片逐步弥补大部分缺口",
    ),
    ("two chip generations", "两代芯片"),
    (
        "Utilisation of connected centres up 40 % on average",
        "联网算力中心的利用率平均提高40%",
    ),
    (
        "Action plan of May 2025: standardised interconnection of public compute by 2028",
        "2025年5月行动计划：到2028年公共算力标准化互联",
    ),
    (
        "an aim set here, as no ministry has set one: twice the load of 20 to 30 % reported for many local and western centres",
        "因无部委设定目标而在此设定：为许多地方和西部算力中心报道负荷（20%至30%）的两倍",
    ),
    ("every smart centre by 2029", "到2029年覆盖所有智算中心"),
    (
        "half as much work again for the same machines",
        "同样的设备多承担一半的任务",
    ),
    (
        "more than 8,000 P in nine large centres (chengdu.compute.2024-q3), taken as FP16 and in use",
        "九个大型中心合计8000P以上（chengdu.compute.2024-q3），按FP16、在用计",
    ),
    (
        "a quarter of the 10.9 bn yuan of the centre of 2022 each year",
        "每年为2022年中心109亿元投资的四分之一左右",
    ),
    (
        "as the city's AI industry grew in 2024 (chengdu.ai-industry.scale-2024-q3)",
        "与2024年全市人工智能产业增速相同（chengdu.ai-industry.scale-2024-q3）",
    ),
    (
        "servers of Ascend 910B with their hosts",
        "昇腾910B服务器（含主机）",
    ),
    ("what the hubs ask of new centres", "枢纽对新建中心的要求"),
    (
        "0.59 bn yuan per EFLOPS of the Tianfu centre, 1.3 to 2.0 bn on Ascend 910B",
        "天府中心每EFLOPS 5.9亿元，昇腾910B为13亿至20亿元",
    ),
    (
        "one Ascend 910B (hardware.peak.ascend-910b)",
        "一张昇腾910B（hardware.peak.ascend-910b）",
    ),
    (
        "cost of capital of public operators",
        "国有运营方的资金成本",
    ),
    ("the write-off of brokers", "券商采用的折旧年限"),
    ("the share of racks let", "机柜出租率"),
    (
        "between 0.36 in the west and 0.63 on average",
        "介于西部0.36与平均0.63之间",
    ),
    (
        "Why compute rents rise: domestic accelerators in Chengdu",
        "算力租金为何上涨：成都的国产加速卡",
    ),
    (
        "training and batch jobs; inference stays near its users",
        "训练与批处理任务；推理留在用户附近",
    ),
    (
        "as the city's AI industry grew in 2024",
        "与2024年全市人工智能产业增速相同",
    ),
    (
        "no causal estimate exists for China; published ratios range from 0.3 to 1.7",
        "中国尚无因果估计；公布的比值在0.3至1.7之间",
    ),
    ("beyond it jobs wait too long", "超过此值作业等待过久"),
    (
        "less than a third of a shortage is built",
        "短缺中不足三分之一得到建设",
    ),
    (
        "the city's product of 2024 in round numbers",
        "2024年全市地区生产总值（取整）",
    ),
    (
        "real growth of 5 % with prices standing still",
        "实际增长5%，价格不变",
    ),
    (
        "national figures: from what meta-analysis leaves of ICT capital (0.003) to the latest press figure (0.0426)",
        "全国数字：从荟萃分析校正后的ICT资本弹性（0.003）到最新的新闻数字（0.0426）",
    ),
    (
        "the rest is rented by users elsewhere; no figure is published",
        "其余由外地用户租用；未见公布数字",
    ),
    (
        "buildings, power and services are local, servers are not",
        "建筑、电力和服务在本地，服务器不在",
    ),
    (
        "as in Shanghai and Hangzhou, at most",
        "与上海、杭州相同，为上限",
    ),
    (
        "China boosts AI adoption with vouchers: Chengdu",
        "中国以算力券推动人工智能应用：成都",
    ),
    (
        "a part of the users was supported before",
        "部分用户此前已获支持",
    ),
    ("registered volumes are not published", "登记规模未公布"),
    (
        "standardised interconnection by 2028 (action plan of May 2025)",
        "到2028年标准化互联（2025年5月行动计划）",
    ),
    (
        "rents fall as the cost of machines does",
        "租金随设备成本下降",
    ),
    (
        "as the smart compute of the country grew of late, above 30 % a year",
        "与近来全国智能算力增速相当，每年30%以上",
    ),
    (
        "time to find, to test and to move",
        "查找、测试和迁移所需的时间",
    ),
    (
        "twice the work for the same machines",
        "同样的设备承担两倍的任务",
    ),
    (
        "no figure fits: an EFLOPS on Ascend 910B costs 2.6 times one on H800 in FP16",
        "没有合适的数字：按FP16，昇腾910B每EFLOPS的价格为H800的2.6倍",
    ),
    (
        "software and networks of home chips trail",
        "国产芯片的软件和网络仍有差距",
    ),
    ("half of the chips come from abroad", "一半芯片来自国外"),
    ("a grey market, as in 2024", "灰色市场，如2024年"),
    ("200,000 yuan a card at its peak", "最高时每卡20万元"),
    (
        "buyers are asked to avoid what is still sold",
        "要求买方回避仍可购买的产品",
    ),
];

/// The Chinese of a text, if a row has it.
fn chinese(rows: &[(&str, &'static str)], text: &str) -> Option<&'static str> {
    let row = rows.iter().find(|(english, _)| *english == text);
    row.map(|(_, chinese)| *chinese)
}

/// The name of a policy of a scenario: in Chinese if the scenario is a shipped one.
pub(super) fn policy<'a>(scenario: &Scenario, name: &'a str, language: Language) -> &'a str {
    let is_shipped = words::shipped_name(scenario).is_some();
    match language {
        Language::Chinese if is_shipped => chinese(&POLICIES, name).unwrap_or(name),
        _ => name,
    }
}

/// The title of an input's source, or the reason of an assumption: in Chinese if the catalogue or a
/// shipped scenario has it, otherwise as its author wrote it.
pub(super) fn title(input: &Input, language: Language) -> &str {
    let title = input.source().title();
    if language == Language::English {
        return title;
    }
    let entry = input.entry();
    let entry = entry.filter(|entry| entry.source().title() == title);
    match entry {
        Some(entry) => entry.title_in(language),
        None => chinese(&TITLES, title).unwrap_or(title),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_han(letter: char) -> bool {
        ('\u{4e00}'..='\u{9fff}').contains(&letter)
    }

    #[test]
    fn every_text_of_a_shipped_scenario_has_a_chinese_form() {
        let mut used = Vec::new();
        for id in Scenario::shipped_names() {
            let scenario = Scenario::shipped(id).unwrap();
            assert!(words::shipped_name(&scenario).is_some_and(|name| name.contains(is_han)));
            for shock in scenario.policies() {
                let name = shock.name();
                assert_ne!(policy(&scenario, name, Language::Chinese), name);
            }
            // The inputs of a policy are part of a scenario under it alone.
            let names = scenario.policies().iter();
            let each = names.map(|policy| vec![policy.name().to_owned()]);
            for active in each.chain([Vec::new()]) {
                let under = scenario.edit().under(active).build().unwrap();
                for input in under.inputs() {
                    let english = input.source().title();
                    let chinese = title(input, Language::Chinese);
                    assert!(chinese.contains(is_han), "{}: {english}", input.place());
                    assert_eq!(title(input, Language::English), english);
                    used.push(english.to_owned());
                }
            }
        }
        for (english, _) in TITLES {
            assert!(
                used.iter().any(|title| title == english),
                "unused: {english}"
            );
        }
    }

    #[test]
    fn texts_of_a_user_stay_as_written() {
        let shipped = Scenario::shipped("east-data-west-computing").unwrap();
        let json = serde_json::to_string(&shipped).unwrap();
        let own = json
            .replace(
                "A national build-out at the forecast",
                "My build-out at the forecast",
            )
            .replace(
                "accelerators and memory are largely imported",
                "my own reason",
            );
        let own = Scenario::from_json(&own).unwrap();
        assert_eq!(words::shipped_name(&own), None);
        assert_eq!(
            policy(&own, "chip restriction", Language::Chinese),
            "chip restriction"
        );
        let reasons = |input: &Input| title(input, Language::Chinese).to_owned();
        assert!(
            own.inputs()
                .iter()
                .map(reasons)
                .any(|title| title == "my own reason")
        );
    }
}
