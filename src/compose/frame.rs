//! Frames: a template expanded for one page, with everything but the names that flow.
//! The flow's content is the same on every page of a card, so only the first page has it.

use minijinja::Value;

use crate::card::{Card, Listing, PageData, page_data};
use crate::compose::boxes::is_flow;
use crate::diagnostic::Diagnostic;
use crate::fonts::Fonts;
use crate::template::{Element, Styles, Template, marks};

/// A page's expanded template.
#[derive(Debug)]
pub struct Frame {
    /// The page.
    pub root: Element,
    /// What the template became before it was parsed.
    markup: String,
}

/// Makes the frames of a card.
pub struct Frames<'w> {
    /// The card.
    pub card: &'w Card<'w>,
    /// What templates see of it on every page.
    pub data: Value,
    /// Its template.
    pub template: &'w Template,
    /// The fonts that families are looked up in.
    pub fonts: &'w Fonts,
    /// What the card credits.
    pub listing: Listing,
}

impl Frames<'_> {
    /// Expands the template for a page. The flow of a page after the `first` is left empty if its content is that of
    /// the first.
    ///
    /// # Errors
    /// What the template engine and the parser find, more than one flow, unknown font families.
    pub fn expand(
        &self,
        page: PageData<'_>,
        first: Option<&Frame>,
        styles: &mut Styles,
    ) -> Result<Frame, Vec<Diagnostic>> {
        let mut markup = self.template.fill_in(&page_data(self.card, &self.data, &self.listing, page))?;
        let flow = first.and_then(|first| Some((first, first.root.find(&is_flow)?)));
        if let Some((first, flow)) = flow
            && let Some(content) = first.markup.get(flow.inside.clone()).filter(|content| !content.is_empty())
            && let Some(start) = self.content_of(&markup, flow).filter(|start| markup[*start..].starts_with(content))
        {
            let mut emptied = String::with_capacity(markup.len() - content.len());
            emptied.push_str(&markup[..start]);
            emptied.push_str(&markup[start + content.len()..]);
            // Another element than the flow may stand in the same place of the template.
            let root = self.template.parse(&emptied, styles)?;
            if root.find(&is_flow).is_some_and(|found| found.at == flow.at && found.children.is_empty()) {
                return self.checked(root, emptied);
            }
        }
        let root = self.template.parse(&markup, styles)?;
        markup.shrink_to_fit();
        self.checked(root, markup)
    }

    fn checked(&self, root: Element, markup: String) -> Result<Frame, Vec<Diagnostic>> {
        let flows = root.count(&is_flow);
        if flows > 1 {
            let message = format!("a page has one flow (an element with `columns`), found {flows}");
            return Err(vec![self.template.sources().place(Diagnostic::error("template-flow", message), &root.at)]);
        }
        let mut problems = Vec::new();
        self.check_families(&root, &mut problems);
        if problems.is_empty() { Ok(Frame { root, markup }) } else { Err(problems) }
    }

    /// A family that is not there would be replaced silently: it is an error that names those that are.
    fn check_families(&self, element: &Element, problems: &mut Vec<Diagnostic>) {
        for family in element.style.font_family.iter().flatten().filter(|family| !self.fonts.has_family(family)) {
            let known = self.fonts.families();
            let hint = crate::near::hint_or(family, known.iter().map(String::as_str), || {
                "`extra-credit fonts` lists the fonts; add yours with `--font-dir`".to_owned()
            });
            let diagnostic =
                Diagnostic::error("unknown-font", format!("no font family is called `{family}`")).hint(hint);
            problems.push(self.template.sources().place(diagnostic, &element.at));
        }
        for child in &element.children {
            self.check_families(child, problems);
        }
    }

    /// Where the content of the first element from a place of the template begins in the markup of a page.
    fn content_of(&self, markup: &str, element: &Element) -> Option<usize> {
        let file = self.template.sources().number(&element.at.template)?;
        let mark = marks::written(file, element.at.position);
        let tag = markup.find(&mark)? + mark.len();
        let mut quote = None;
        for (index, c) in markup.get(tag..)?.char_indices() {
            match (quote, c) {
                (None, '>') => return Some(tag + index + 1),
                (None, '"' | '\'') => quote = Some(c),
                (Some(open), close) if open == close => quote = None,
                _ => {}
            }
        }
        None
    }
}
