//! A picture of each chart of the library, in a folder: light and dark, in English and Chinese, for a
//! page and for a phone.
//!
//! `cargo run --features charts --example charts -- FOLDER`, or without a folder `target/charts`.

#[path = "../shown/mod.rs"]
mod shown;

mod arguments;

use std::{error::Error, fs, path::Path, process::ExitCode};

use clap::Parser;
use compute_impact::Language;
use compute_impact::capacity::ComputePath;
use compute_impact::evidence::{Estimate, catalogue};
use compute_impact::report::chart::{
    AxisUnit, Balance, Bar, Caption, Chart, FanChart, FlowChart, ForestChart, ForestKind,
    ForestRow, Link, Part, PolicyChart, ShareChart, Site, Size, Style, Theme, TornadoChart,
    WaterfallChart,
};
use compute_impact::scenario::{Output, Reading};
use compute_impact::{Scenario, Share, Simulation};

use arguments::Arguments;
use shown::{Answer, file};

const FILE: &str = include_str!("../scenarios/china-2030.toml");
const IMPACT: Output = Output::Gdp(Reading::Impact);

fn main() -> ExitCode {
    shown::print(&run(&Arguments::parse().folder))
}

fn run(folder: &Path) -> Answer {
    fs::create_dir_all(folder).map_err(|error| file::at(folder, &error))?;
    let read = |text: &str| -> Result<Scenario, Box<dyn Error>> { Ok(Scenario::from_toml(text)?) };
    let scenario = read(FILE)?;
    let (fan, projection) = (
        Simulation::new(20_000)?.run(&scenario)?,
        scenario.project()?,
    );
    for output in [
        IMPACT,
        Output::Gdp(Reading::With),
        Output::TotalCompute,
        Output::ComputeGrowth,
    ] {
        let chart = FanChart::new(&fan, output)?.with_projection(&projection)?;
        write(folder, &format!("fan-{}", output.id()), &chart)?;
    }
    let target = Estimate::<Share>::from_catalogue("miit.target.smart-share.2025")?.value();
    let chart = FanChart::new(&fan, Output::SmartShare)?
        .with_projection(&projection)?
        .with_target_at("2025".parse()?, target.get())?
        .with_target(0.5)?;
    write(folder, "fan-smart-share", &chart)?;

    if let ComputePath::Total {
        smart_share: Some(smart_share),
        ..
    } = scenario.compute().path()
    {
        let observations = smart_share.observations().to_vec();
        write(
            folder,
            "share",
            &ShareChart::new(&observations, target, "2025".parse()?)?,
        )?;
    }

    let slower = read(&FILE.replace("24.7 % per year", "15 % per year"))?;
    let after = Simulation::new(20_000)?.run(&slower)?;
    write(
        folder,
        "policy",
        &PolicyChart::of_fans(&fan, &after, Output::TotalCompute)?,
    )?;
    let chart = PolicyChart::of_projections(&projection, &slower.project()?, IMPACT)?;
    write(folder, "policy-paths", &chart)?;

    write(folder, "tornado", &tornado(&scenario)?)?;
    write(folder, "waterfall", &waterfall()?)?;
    write(folder, "forest", &forest()?)?;
    write(folder, "flow", &flow()?)?;
    Ok(format!("charts in {}", folder.display()))
}

/// Writes a chart in every style.
fn write(folder: &Path, name: &str, chart: &impl Chart) -> Result<(), Box<dyn Error>> {
    for (theme, shade) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
        for (language, code) in [(Language::English, "en"), (Language::Chinese, "zh")] {
            for (size, ending) in [(Size::Page, ""), (Size::Phone, "-phone")] {
                let path = folder.join(format!("{name}-{shade}-{code}{ending}.svg"));
                let svg = chart.svg(Style::new(theme, language).with_size(size));
                fs::write(&path, svg).map_err(|error| file::at(&path, &error))?;
            }
        }
    }
    Ok(())
}

/// The scenario with other numbers in its file.
fn tornado(scenario: &Scenario) -> Result<TornadoChart, Box<dyn Error>> {
    let base = scenario.project()?.gdp().impact().last();
    let with = |from: &str, to: &str| -> Result<f64, Box<dyn Error>> {
        let other = FILE.replacen(from, to, 1);
        let projection = Scenario::from_toml(&other)?.project()?;
        Ok(projection.gdp().impact().last())
    };
    let growth = "value = \"24.7 % per year\"";
    let coefficient = "{ catalogue = \"caict.growth-ratio.gdp\" }";
    let ratio = |x| format!("{{ value = \"{x} points per point\", assumption = \"other\" }}");
    let bars = vec![
        Bar::new(
            "growth of compute, 15 to 35 % a year",
            with(growth, "value = \"15 % per year\"")?,
            with(growth, "value = \"35 % per year\"")?,
        )
        .in_chinese("算力年均增速，15%至35%"),
        Bar::new(
            "growth ratio of GDP, 0.13 to 0.22",
            with(coefficient, &ratio(0.13))?,
            with(coefficient, &ratio(0.22))?,
        )
        .in_chinese("GDP增速比，0.13至0.22"),
    ];
    let caption = Caption::new(
        "Impact on GDP in 2030 at low and high values of two inputs",
        "impact of compute on GDP in 2030",
        "own calculation with compute-impact",
    )?
    .in_chinese(
        "两项输入取低值与高值时2030年对GDP的影响",
        "2030年算力对GDP的影响",
        "用compute-impact自行测算",
    )?;
    Ok(TornadoChart::new(caption, AxisUnit::Fraction, base, bars)?)
}

fn waterfall() -> Result<WaterfallChart, Box<dyn Error>> {
    let flops = |text: &str| -> Result<f64, compute_impact::Error> {
        Ok(text.parse::<compute_impact::Capacity>()?.as_flop_per_s())
    };
    let parts = vec![
        Part::new("smart compute", flops("40 EFLOPS FP32 in use")?),
        Part::new("general compute", flops("12 EFLOPS FP32 in use")?),
    ];
    let balance = Balance::new(
        Part::new("end of 2023", flops("230 EFLOPS FP32 in use")?),
        parts,
        -flops("2 EFLOPS FP32 in use")?,
        Part::new("end of 2024", flops("280 EFLOPS FP32 in use")?),
    )?;
    let caption = Caption::new(
        "Computing power in use, by what was added",
        "computing power",
        "MIIT for the totals; the parts are an example",
    )?
    .in_chinese(
        "在用算力及其增量构成",
        "算力",
        "总量来自工信部；各部分仅为示例",
    )?;
    let unit = AxisUnit::FlopPerS("FP32 in use".parse()?);
    Ok(WaterfallChart::new(caption, unit, &balance)?)
}

fn forest() -> Result<ForestChart, Box<dyn Error>> {
    let ids = [
        "panel.elasticity.cross-section",
        "literature.public-capital.pooled",
        "caict.elasticity.gdp-2025",
        "panel.elasticity.country-effects",
        "derived.elasticity.neoclassical",
        "panel.elasticity.year-effects",
        "panel.elasticity.capital",
        "literature.ict.corrected",
    ];
    let entries = ids
        .into_iter()
        .map(catalogue::find)
        .collect::<Result<Vec<_>, _>>()?;
    let pooled = ForestRow::new("pooled, as an example", 0.02, ForestKind::Pooled)
        .in_chinese("合并估计（示例）");
    Ok(ForestChart::of_entries(
        &entries,
        Some(pooled.with_interval(0.004, 0.045)?),
    )?)
}

fn flow() -> Result<FlowChart, Box<dyn Error>> {
    let flops = 1e18;
    let sites = [
        ("Guizhou 贵州", 30.0, 6.0),
        ("Inner Mongolia 内蒙古", 24.0, 4.0),
        ("Ningxia 宁夏", 9.0, 1.0),
        ("Beijing-Tianjin-Hebei 京津冀", 22.0, 34.0),
        ("Yangtze Delta 长三角", 25.0, 41.0),
        ("Greater Bay Area 粤港澳", 12.0, 34.0),
    ];
    let links = [
        (0, 5, 18.0),
        (0, 4, 5.0),
        (0, 0, 6.0),
        (1, 3, 14.0),
        (1, 4, 4.0),
        (1, 1, 4.0),
    ];
    let more = [
        (2, 4, 6.0),
        (2, 2, 1.0),
        (3, 3, 20.0),
        (4, 4, 25.0),
        (5, 5, 12.0),
    ];
    let named = |n: usize| sites[n].0;
    let links: Vec<Link> = links
        .into_iter()
        .chain(more)
        .map(|(from, to, amount)| Link::new(named(from), named(to), amount * flops))
        .collect();
    let sites = sites.map(|(name, hosted, used)| Site::new(name, hosted * flops, used * flops));
    let caption = Caption::new(
        "East data, west computing: who hosts and who uses",
        "computing power",
        "made-up amounts, to show the chart",
    )?
    .in_chinese("东数西算：谁托管，谁使用", "算力", "数值为虚构，仅作图示")?;
    let unit = AxisUnit::FlopPerS("FP32 in use".parse()?);
    Ok(FlowChart::new(caption, unit, &sites, &links)?)
}
