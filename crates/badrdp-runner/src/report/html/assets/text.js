// Elements and text. What a client wrote is data: it only ever becomes text nodes and attributes
// that carry no code, and what cannot be seen is made visible.

/** Control and direction characters that would hide or reorder what is shown. */
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufdd0-\ufdef\ufeff\ufffe\uffff]/g;

/** `text` with a name in place of each character that cannot be seen. */
const visible = (text) =>
  String(text).replace(UNSEEN, (character) =>
    `\u27e8U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}\u27e9`);

/** What may be given to an element besides its children. */
const apply = (element, options) => {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "href") element.setAttribute(name, safeLink(value));
    else element.setAttribute(name, value === true ? "" : String(value));
  }
};

/** A link to a file beside the page; anything else leads nowhere. */
const safeLink = (value) => (/^(\.\/|#)/.test(value) ? value : "#");

const append = (element, children) => {
  for (const child of children.flat()) {
    if (child === undefined || child === null || child === false) continue;
    element.append(child instanceof Node ? child : visible(child));
  }
  return element;
};

/** An HTML element: `h("a", {href: "#x"}, "text")`. */
const h = (name, options = {}, ...children) => {
  const element = document.createElement(name);
  apply(element, options);
  return append(element, children);
};

/** An SVG element. */
const s = (name, options = {}, ...children) => {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  apply(element, options);
  return append(element, children);
};

const $ = (id) => document.getElementById(id);

/** Milliseconds for people: `0.42 ms`, `37 ms`, `9.03 s`. */
const time = (ms) => {
  if (ms === undefined || ms === null) return "";
  if (ms < 10) return `${Number(ms.toFixed(2))} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 120000) return `${Number((ms / 1000).toFixed(2))} s`;
  return `${Number((ms / 60000).toFixed(1))} min`;
};

const grouped = new Intl.NumberFormat("en-US");
const count = (number) => grouped.format(number);

/** `1 byte`, `2 bytes`, `12,345 bytes`. */
const many = (number, one, more = `${one}s`) => `${count(number)} ${number === 1 ? one : more}`;

/** A word as the end of a class name. */
const slug = (word) => String(word).toLowerCase().replace(/[^a-z0-9]+/g, "-");

/** The mark of a verdict, so that it does not depend on colour. */
const MARKS = {
  "pass": "\u2713", "non-strict": "~", "fail": "\u2717", "harness-error": "!", "skipped": "\u2013",
  "flaky": "\u2248", "known-failure": "\u229d", "unexpected-pass": "\u2605",
};
const mark = (verdict) => MARKS[slug(verdict)] ?? "?";
