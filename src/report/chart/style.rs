//! Theme, size and language of a chart.

use crate::Language;

/// The background of a chart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Theme {
    /// Dark on white.
    #[default]
    Light,
    /// Light on near black.
    Dark,
}

/// The width of a chart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Size {
    /// 720 pixels, for a page or a screen.
    #[default]
    Page,
    /// 360 pixels, for a phone: the same letters, names above their rows.
    Phone,
}

impl Size {
    /// The width in pixels.
    pub(super) const fn width(self) -> f64 {
        match self {
            Self::Page => 720.0,
            Self::Phone => 360.0,
        }
    }
}

/// The look and the language of a chart. It never changes a number.
///
/// # Examples
///
/// ```
/// use compute_impact::Language;
/// use compute_impact::report::chart::{Style, Theme};
///
/// let style = Style::new(Theme::Dark, Language::Chinese);
/// assert_eq!(style.theme(), Theme::Dark);
/// assert_eq!(Style::default(), Style::new(Theme::Light, Language::English));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Style {
    theme: Theme,
    language: Language,
    size: Size,
}

impl Style {
    /// Builds a style from a theme and a language.
    #[must_use]
    pub const fn new(theme: Theme, language: Language) -> Self {
        Self {
            theme,
            language,
            size: Size::Page,
        }
    }

    /// The same style in another width.
    #[must_use]
    pub const fn with_size(self, size: Size) -> Self {
        Self { size, ..self }
    }

    /// The width.
    #[must_use]
    pub const fn size(self) -> Size {
        self.size
    }

    /// The theme.
    #[must_use]
    pub const fn theme(self) -> Theme {
        self.theme
    }

    /// The language.
    #[must_use]
    pub const fn language(self) -> Language {
        self.language
    }

    pub(super) const fn palette(self) -> Palette {
        match self.theme {
            Theme::Light => LIGHT,
            Theme::Dark => DARK,
        }
    }

    /// Fonts of the system; each list includes Chinese ones, as names may be Chinese in any chart.
    pub(super) const fn fonts(self) -> &'static str {
        self.language.of(
            "'Noto Sans', 'Helvetica Neue', Arial, 'Liberation Sans', 'DejaVu Sans', \
             'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif",
            "'Noto Sans SC', 'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', \
             'Microsoft YaHei', 'WenQuanYi Micro Hei', 'Heiti SC', sans-serif",
        )
    }
}

/// Colours by purpose.
///
/// The hues are those of Okabe and Ito (2008), "Color Universal Design", which stay apart in the
/// common forms of colour blindness; no two things differ by colour alone.
#[derive(Clone, Copy)]
pub(super) struct Palette {
    pub(super) ground: &'static str,
    pub(super) text: &'static str,
    pub(super) muted: &'static str,
    pub(super) grid: &'static str,
    /// The subject of the chart.
    pub(super) main: &'static str,
    /// The subject's counterpart.
    pub(super) other: &'static str,
    /// A target.
    pub(super) target: &'static str,
    /// A third subject.
    pub(super) third: &'static str,
    /// Totals and frames.
    pub(super) neutral: &'static str,
    /// Items of one kind.
    pub(super) series: [&'static str; 7],
}

const LIGHT: Palette = Palette {
    ground: "#ffffff",
    text: "#1a1a1a",
    muted: "#555555",
    grid: "#e2e2e2",
    main: "#0072b2",
    other: "#d55e00",
    target: "#009e73",
    third: "#cc79a7",
    neutral: "#777777",
    series: [
        "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#777777",
    ],
};

const DARK: Palette = Palette {
    ground: "#14181c",
    text: "#f0f0f0",
    muted: "#b4bcc4",
    grid: "#343c44",
    main: "#56b4e9",
    other: "#e69f00",
    target: "#00b886",
    third: "#e29bc3",
    neutral: "#98a2ab",
    series: [
        "#56b4e9", "#e69f00", "#00b886", "#e29bc3", "#f0e442", "#ff7f3f", "#98a2ab",
    ],
};

/// Every colour of the light palette with that of the dark one.
#[cfg(feature = "report")]
pub(in crate::report) fn dark_of() -> Vec<(&'static str, &'static str)> {
    let all = |palette: Palette| {
        let Palette {
            ground,
            text,
            muted,
            grid,
            main,
            other,
            target,
            third,
            neutral,
            series,
        } = palette;
        [
            ground, text, muted, grid, main, other, target, third, neutral,
        ]
        .into_iter()
        .chain(series)
    };
    let mut pairs: Vec<_> = all(LIGHT).zip(all(DARK)).collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}
