//! A page as a browser's parser sees it.

use html5ever::driver::ParseOpts;
use html5ever::tendril::TendrilSink as _;
use html5ever::{Attribute, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

/// A parsed page.
pub(super) struct Parsed {
    /// What the parser complained about.
    pub(super) errors: Vec<String>,
    elements: Vec<Element>,
}

struct Element {
    name: String,
    attributes: Vec<Attribute>,
    text: String,
}

impl Parsed {
    pub(super) fn new(page: &str) -> Self {
        let dom = parse_document(RcDom::default(), ParseOpts::default()).one(page);
        let mut elements = Vec::new();
        walk(&dom.document, &mut elements);
        let errors = dom.errors.borrow();
        Self {
            errors: errors.iter().map(ToString::to_string).collect(),
            elements,
        }
    }

    /// The texts of the elements of this name.
    pub(super) fn texts(&self, name: &str) -> Vec<&str> {
        let named = self.elements.iter().filter(|element| element.name == name);
        named.map(|element| element.text.as_str()).collect()
    }

    /// The texts of the scripts of this type.
    pub(super) fn scripts(&self, kind: Option<&str>) -> Vec<&str> {
        let scripts = self.elements.iter().filter(|one| one.name == "script");
        scripts
            .filter(|script| script.attribute("type") == kind)
            .map(|script| script.text.as_str())
            .collect()
    }

    /// The attributes `content` of the elements of this name.
    pub(super) fn contents(&self, name: &str) -> Vec<String> {
        let named = self.elements.iter().filter(|element| element.name == name);
        named
            .filter_map(|element| element.attribute("content").map(str::to_owned))
            .collect()
    }
}

impl Element {
    fn attribute(&self, name: &str) -> Option<&str> {
        let mut attributes = self.attributes.iter();
        let attribute = attributes.find(|attribute| &*attribute.name.local == name);
        attribute.map(|attribute| &*attribute.value)
    }
}

fn walk(node: &Handle, elements: &mut Vec<Element>) {
    if let NodeData::Element { name, attrs, .. } = &node.data {
        let mut text = String::new();
        for child in node.children.borrow().iter() {
            if let NodeData::Text { contents } = &child.data {
                text.push_str(&contents.borrow());
            }
        }
        elements.push(Element {
            name: name.local.to_string(),
            attributes: attrs.borrow().clone(),
            text,
        });
    }
    for child in node.children.borrow().iter() {
        walk(child, elements);
    }
}
