//! Invalid input of careless callers: each results in an error that names the place.

use super::*;

#[test]
fn tables_and_shocks_of_different_prices_refuse_each_other() {
    let leontief = Leontief::new(&book().coefficients()).unwrap();
    let with = |price_type, currency, year, unit| {
        let valuation = Valuation::new(price_type, currency, year, unit).unwrap();
        leontief.impact(&Shock::domestic(valuation, vec![1.0, 1.0]).unwrap())
    };
    let (basic, usd) = (PriceType::Basic, Currency::USD);
    assert!(with(basic, usd, 2020, 1e6).is_ok());
    says(
        with(PriceType::Purchaser, usd, 2020, 1e6),
        "Conflict",
        &[
            "a shock in purchaser prices",
            "a table in basic prices",
            "`Purchase`",
        ],
    );
    says(
        with(basic, Currency::EUR, 2020, 1e6),
        "CurrencyMismatch",
        &["EUR", "USD"],
    );
    says(
        with(basic, usd, 2015, 1e6),
        "PriceBasisMismatch",
        &["2015 prices", "2020 prices"],
    );
    says(
        with(basic, usd, 2020, 1e9),
        "OutOfRange",
        &["unit of the flows", "1e9"],
    );
}

#[test]
fn impossible_disaggregations_are_refused() {
    let table = book();
    let names = || [at("compute"), at("rest")];
    let carving = || {
        SectorDisaggregation::new(&table, at("2"), names(), share(0.25))
            .unwrap()
            .employment(share(0.25))
    };
    let (zero, full) = (share(0.0), share(1.0));
    let nothing = carving().sales(vec![zero; 2], vec![zero; 2]);
    says(
        table.disaggregate(&nothing),
        "OutOfRange",
        &["sales", "completes its output"],
    );
    let short = carving().inputs(vec![full; 2], vec![full; 3]);
    says(
        table.disaggregate(&short),
        "ShapeMismatch",
        &["primary inputs", "2 entries, got 3"],
    );
    let own = OwnShares {
        carved_to_carved: full,
        carved_to_rest: full,
        rest_to_carved: zero,
        rest_to_rest: zero,
    };
    says(
        table.disaggregate(&carving().own(own)),
        "SharesDoNotSum",
        &["sum to 2"],
    );
    // A weight of one is valid; weights that miss by forty digits cannot be adjusted.
    let whole = carving().sales(vec![full, share(0.1)], vec![share(0.1); 1]);
    if let Ok(carved) = table.disaggregate(&whole) {
        assert!(carved.table.output().iter().all(|x| x.is_finite()));
    }
    let all = SectorDisaggregation::new(&table, at("2"), names(), full).unwrap();
    table.disaggregate(&all.employment(full)).unwrap();
    let tiny = carving().sales(vec![share(1e-40); 2], vec![share(1e-40); 1]);
    assert!(table.disaggregate(&tiny).is_err());
    let taken =
        SectorDisaggregation::new(&table, at("2"), [at("1"), at("rest")], share(0.25)).unwrap();
    says(
        table.disaggregate(&taken.employment(zero)),
        "Duplicate",
        &["economy / 1"],
    );
    says(
        SectorDisaggregation::new(&table, at("9"), names(), zero),
        "Unknown",
        &["economy / 9"],
    );
    says(
        SectorDisaggregation::new(&table, at("2"), [at("x"), at("x")], zero),
        "Duplicate",
        &["economy / x"],
    );
}

#[test]
fn bad_parts_of_tables_are_refused_by_place() {
    says(
        Matrix::new(2, 2, vec![0.0; 3]),
        "ShapeMismatch",
        &["4 entries, got 3"],
    );
    says(
        Matrix::new(0, 0, vec![]),
        "ShapeMismatch",
        &["at least one"],
    );
    says(Matrix::new(usize::MAX, 2, vec![1.0]), "ShapeMismatch", &[]);
    says(
        Matrix::from_rows([vec![1.0, 2.0], vec![3.0]]),
        "ShapeMismatch",
        &["[1]: "],
    );
    says(
        Matrix::from_rows([[1.0, f64::NAN]]),
        "OutOfRange",
        &["[0][1]: ", "NaN"],
    );
    says(Label::new(" ", "x"), "Missing", &["region"]);
    says(
        Labels::new([at("1"), at("1")]),
        "Duplicate",
        &["economy / 1"],
    );
    says(Labels::new([]), "Missing", &["labels"]);
    says(
        numbered(2).position(&Label::new("moon", "2").unwrap()),
        "Unknown",
        &["economy / 2"],
    );
    says(
        FinalDemand::new("all", DemandKind::Other, vec![f64::INFINITY]),
        "OutOfRange",
        &["all[0]: final demand", "inf"],
    );
    says(
        PrimaryInput::new("", InputKind::Imports, vec![]),
        "Missing",
        &["primary input"],
    );
}

#[test]
fn inconsistent_tables_are_refused() {
    let flows = |z: [[f64; 2]; 2]| Matrix::from_rows(z).unwrap();
    let start = |z| Table::from_transactions(numbered(2), prices(), flows(z));
    let demand = |f: [f64; 2]| FinalDemand::new("all", DemandKind::Other, f.to_vec()).unwrap();
    let right = [[150.0, 500.0], [200.0, 100.0]];
    let ready = |z| {
        start(z)
            .final_demand(demand([350.0, 1700.0]))
            .value_added_as_residual()
    };

    says(
        start(right).value_added_as_residual().build(),
        "Missing",
        &["final demand"],
    );
    says(
        start(right).final_demand(demand([350.0, 1700.0])).build(),
        "Missing",
        &["residual"],
    );
    says(
        ready(right).final_demand(demand([0.0, 0.0])).build(),
        "Duplicate",
        &["all"],
    );
    says(
        ready(right).output(vec![1.0]).build(),
        "ShapeMismatch",
        &["output", "got 1"],
    );
    says(
        ready(right).employment(vec![-1.0, 0.0]).build(),
        "OutOfRange",
        &["economy / 1: employment"],
    );
    says(
        ready(right).tolerance(f64::NAN).build(),
        "OutOfRange",
        &["tolerance"],
    );
    let tall = Table::from_transactions(
        numbered(2),
        prices(),
        Matrix::from_rows([[1.0, 2.0]]).unwrap(),
    );
    says(tall.build(), "ShapeMismatch", &["rows of transactions"]);

    let negative = [[150.0, -500.0], [200.0, 100.0]];
    says(
        ready(negative).build(),
        "OutOfRange",
        &[
            "from economy / 1 to economy / 2: intermediate delivery",
            "got -500",
        ],
    );
    says(
        ready(right).output(vec![1000.0, 2100.0]).build(),
        "Unbalanced",
        &["rows", "-100 in economy / 2"],
    );
    assert!(
        ready(right)
            .output(vec![1000.0, 2100.0])
            .tolerance(0.05)
            .build()
            .is_ok()
    );
    // Sector 1 uses 1.05 of inputs per unit of output, and the table as a whole more than its
    // output.
    says(
        start([[1000.0, 500.0], [50.0, 100.0]])
            .final_demand(demand([-500.0, 1850.0]))
            .value_added_as_residual()
            .build(),
        "NotProductive",
        &["not productive", "1.05 in economy / 1"],
    );
    let huge = [[1e308, 1e308], [1e308, 1e308]];
    assert!(ready(huge).build().is_err());
}

#[test]
fn bad_models_are_refused() {
    let a = |rows: [[f64; 2]; 2]| {
        Coefficients::new(numbered(2), prices(), Matrix::from_rows(rows).unwrap())
    };
    says(
        a([[0.5, 0.5], [0.5, 0.5]]),
        "NotProductive",
        &["1 in economy / 1, 1 in economy / 2"],
    );
    says(
        a([[0.5, -0.1], [0.5, 0.4]]),
        "OutOfRange",
        &["economy / 1.economy / 2"],
    );
    // One column sum is above one, and the table is productive nevertheless.
    let fine = a([[0.0, 0.1], [1.5, 0.0]]).unwrap();
    let leontief = Leontief::new(&fine).unwrap();
    near(
        &leontief.output_for(&[1.0, 0.0]).unwrap(),
        &[1.0 / 0.85, 1.5 / 0.85],
        1e-15,
    );
    says(
        leontief.output_for(&[1.0]),
        "ShapeMismatch",
        &["final demand"],
    );
    says(
        leontief.output_for(&[1.0, f64::NAN]),
        "OutOfRange",
        &["economy / 2"],
    );
    says(
        leontief.output_for(&[f64::MAX, f64::MAX]),
        "OutOfRange",
        &["output"],
    );
    let wide = Matrix::from_rows([[f64::MAX], [f64::MAX]]).unwrap();
    says(leontief.outputs_for(&wide), "OutOfRange", &["output"]);
    says(
        leontief.multipliers(Account::Employment),
        "Missing",
        &["employment"],
    );
    says(
        fine.clone().with(Account::Output, vec![1.0; 2]),
        "Conflict",
        &["output"],
    );
    says(
        fine.clone().with(Account::Income, vec![-1.0; 2]),
        "OutOfRange",
        &["economy / 1"],
    );
    says(
        fine.clone().with(Account::Income, vec![1.0]),
        "ShapeMismatch",
        &["account"],
    );
    says(
        leontief.closed(&book_households()),
        "Missing",
        &["compensation"],
    );
    let paid = fine.with(Account::Income, vec![0.9, 0.9]).unwrap();
    let paid = Leontief::new(&paid).unwrap();
    let spending_all = Households::new(&[0.5, 0.5], 0.0, 1.0).unwrap();
    says(
        paid.closed(&spending_all),
        "NotProductive",
        &["in households"],
    );
    says(
        paid.closed(&Households::new(&[0.5], 0.0, 1.0).unwrap()),
        "ShapeMismatch",
        &["2 entries"],
    );
    says(
        Households::new(&[-1.0], 0.0, 1.0),
        "OutOfRange",
        &["purchase"],
    );
    says(
        Households::new(&[1.0], 0.0, f64::NAN),
        "OutOfRange",
        &["income"],
    );
    let households = Households::of_table(&book(), Households::compensation_in(&book()).unwrap());
    near(households.unwrap().consumption(), &[0.0625, 0.5], 1e-15);
    says(
        Households::of_table(&two_regions(), 1.0),
        "Missing",
        &["households"],
    );
    says(
        Households::compensation_in(&two_regions()),
        "Missing",
        &["compensation"],
    );
}

/// The two sectors of the book and a third without output, whose product is imported.
fn with_an_idle_sector() -> Table {
    let flows = [[150.0, 500.0, 0.0], [200.0, 100.0, 0.0], [0.0, 0.0, 0.0]];
    Table::from_transactions(numbered(3), prices(), Matrix::from_rows(flows).unwrap())
        .final_demand(
            FinalDemand::new(
                "households",
                DemandKind::Households,
                vec![350.0, 1700.0, 0.0],
            )
            .unwrap(),
        )
        .primary_input(
            PrimaryInput::new("wages", InputKind::Compensation, vec![300.0, 500.0, 0.0]).unwrap(),
        )
        .value_added_as_residual()
        .build()
        .unwrap()
}

#[test]
fn a_purchase_from_a_sector_without_output_is_refused() {
    let table = with_an_idle_sector();
    let a = table.coefficients();
    assert_eq!(a.without_output().collect::<Vec<_>>(), [&at("3")]);
    assert_eq!(book().coefficients().without_output().count(), 0);
    let leontief = Leontief::new(&a).unwrap();
    let shock = |values: [f64; 3]| Shock::domestic(prices(), values.to_vec()).unwrap();
    let words = ["economy / 3: a purchase", "without output", "imports"];
    for lost in [[0.0, 0.0, 100.0], [5.0, 0.0, -1.0]] {
        says(leontief.impact(&shock(lost)), "Conflict", &words);
        says(leontief.output_for(&lost), "Conflict", &words);
        let many = Matrix::from_rows(lost.map(|demand| [0.0, demand])).unwrap();
        says(leontief.outputs_for(&many), "Conflict", &words);
        let regions = Regions::new(&leontief);
        says(regions.output_of(&shock(lost)), "Conflict", &words);
        says(
            regions.output_in("economy", &shock(lost)),
            "Conflict",
            &words,
        );
    }
    let households = Households::new(&[50.0, 400.0, 1.0], 0.0, 1000.0).unwrap();
    says(leontief.closed(&households), "Conflict", &words);
    let households = Households::new(&[50.0, 400.0, 0.0], 0.0, 1000.0).unwrap();
    let closed = leontief.closed(&households).unwrap();
    says(closed.impact(&shock([0.0, 0.0, 1.0])), "Conflict", &words);
    says(a.for_output(&[1.0, 1.0, 1.0]), "Conflict", &words);
    let demand = FinalDemand::new("all", DemandKind::Other, vec![0.0, 0.0, 1.0]).unwrap();
    says(a.for_final_demand(demand), "Conflict", &words);

    // All of the purchase is imported, so that it requires no output of the sector.
    let bill = |imported: &str| {
        let paid = Valuation::new(PriceType::Purchaser, Currency::USD, 2020, 1e6).unwrap();
        let markup = MarginsAndTaxes::new(share(0.0), imported.parse().unwrap());
        let bill = Purchase::new(paid).unwrap().buy(at("3"), 100.0, markup);
        bill.unwrap()
            .split(table.labels(), PriceType::Basic)
            .unwrap()
    };
    says(leontief.impact(&bill("99 %").shock), "Conflict", &words);
    let abroad = bill("100 %");
    near(&[abroad.imports], &[100.0], 0.0);
    let impact = leontief.impact(&abroad.shock).unwrap();
    near(
        &impact.effect(Account::Output).unwrap().total(),
        &[0.0; 3],
        0.0,
    );
    // Purchases from other sectors do not involve it.
    let impact = leontief.impact(&shock([600.0, 1500.0, 0.0])).unwrap();
    let expected = [1_247.524_752_475_247_5, 1_841.584_158_415_841_6, 0.0];
    near(
        &impact.effect(Account::Output).unwrap().total(),
        &expected,
        1e-12,
    );
}

/// A new sector with an output share of zero has no output, and purchases from it are refused.
#[test]
fn a_new_sector_without_output_sells_nothing() {
    let table = book();
    let names = [at("compute"), at("rest")];
    let carving = SectorDisaggregation::new(&table, at("2"), names, share(0.0)).unwrap();
    let carved = table.disaggregate(&carving.employment(share(0.0))).unwrap();
    let a = carved.table.coefficients();
    assert_eq!(a.without_output().collect::<Vec<_>>(), [&at("compute")]);
    let leontief = Leontief::new(&a).unwrap();
    let shock = Shock::in_sector(prices(), a.labels(), &at("compute"), 1.0).unwrap();
    says(
        leontief.impact(&shock),
        "Conflict",
        &["economy / compute", "without output"],
    );
}
