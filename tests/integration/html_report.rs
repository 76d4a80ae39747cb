//! The HTML report in headless Chromium: a page of a real run, used by keyboard.
//!
//! Chromium is driven over the DevTools protocol on a pair of pipes (`browser`), with real key
//! events. Where it is not installed the tests are skipped aloud. `BADRDP_SCREENSHOTS=DIR` keeps
//! pictures of what the tests see.

mod browser;
mod page;

use self::browser::Browser;
use self::page::{HOSTILE, Page};
use crate::clients::installed;

/// The browser, with the page of a run in it; none where there is no browser.
async fn opened(hash: &str) -> Option<(Browser, &'static Page)> {
    if !installed(&["chromium"]) {
        return None;
    }
    let page = Page::of_a_run().await;
    let mut browser = Browser::start().await;
    browser.open(&format!("{}{hash}", page.address())).await;
    Some((browser, page))
}

#[tokio::test]
async fn a_case_is_found_opened_and_closed_by_keyboard() {
    let Some((mut browser, _)) = opened("").await else {
        return;
    };
    browser.key("/").await;
    browser.text("expired").await;
    browser
        .until("document.getElementById('found').textContent === '2 of 10 cases'")
        .await;
    // From the search into the matrix, to the second client and back.
    browser.key("Enter").await;
    browser
        .expect_focus("PASS, certificate-rejected, probe, certificate/expired")
        .await;
    browser.key("ArrowRight").await;
    browser
        .expect_focus("FAIL, mute, certificate/expired")
        .await;
    browser.key("ArrowRight").await;
    browser.key("ArrowLeft").await;
    browser.key("ArrowDown").await;
    browser
        .expect_focus("PASS, certificate-rejected, probe, certificate/expired")
        .await;

    browser.key("Enter").await;
    browser
        .until("document.querySelector('.exchanges summary') !== null")
        .await;
    let title = browser
        .value("document.getElementById('case-title').textContent")
        .await;
    assert_eq!(title, "✓ PASScertificate/expired with probe");
    assert_eq!(
        browser.value("location.hash").await,
        "#q=expired&case=certificate/expired@probe"
    );
    browser
        .until("document.querySelectorAll('.strip .band').length > 0")
        .await;
    browser
        .until("document.querySelectorAll('.sequence .row-message').length > 2")
        .await;
    browser.screenshot("case").await;

    browser.key("Escape").await;
    browser
        .until("document.getElementById('case').hidden")
        .await;
    browser
        .expect_focus("PASS, certificate-rejected, probe, certificate/expired")
        .await;
    browser.key("/").await;
    browser.key("Escape").await;
    browser
        .until("document.getElementById('found').textContent === '10 cases'")
        .await;
    browser.close().await;
}

#[tokio::test]
async fn a_field_and_its_bytes_light_up_together() {
    let hash = "#case=certificate/expired@probe";
    let Some((mut browser, _)) = opened(hash).await else {
        return;
    };
    // What a fault changed is open from the start, so Tab comes from the message to its fields.
    browser
        .until("document.querySelector('.fields [role=option]') !== null")
        .await;
    browser
        .value("document.querySelector('.exchanges summary').focus()")
        .await;
    browser.key("Tab").await;
    browser
        .until("document.activeElement.getAttribute('role') === 'option'")
        .await;
    browser.key("ArrowDown").await;
    browser.key("ArrowDown").await;
    let lit = "[...document.querySelectorAll('.hex-bytes .lit')].map((node) => node.textContent).join(' ')";
    assert_eq!(browser.value(lit).await, "00 13");
    let selected = "document.querySelector('[aria-selected=true][role=option]').textContent";
    assert_eq!(browser.value(selected).await, "2–3tpkt.length19");
    browser.screenshot("bytes").await;
    // The commands are there to be copied.
    let repeat = browser
        .value("document.querySelector('.command code').textContent")
        .await;
    assert!(
        repeat
            .as_str()
            .unwrap()
            .starts_with("badrdp run certificate/expired --client probe --seed ")
    );
    browser.close().await;
}

#[tokio::test]
async fn of_many_events_the_first_the_last_and_the_fault_are_drawn() {
    let hash = "#case=healthy/tls@probe";
    let Some((mut browser, _)) = opened(hash).await else {
        return;
    };
    browser
        .until("document.querySelectorAll('.sequence .row').length > 0")
        .await;
    let rows = browser
        .value("document.querySelectorAll('.sequence .row').length")
        .await;
    assert!(rows.as_u64().unwrap() < 80, "{rows}");
    let left_out = "[...document.querySelectorAll('.left-out')].map((node) => node.textContent)";
    assert_eq!(
        browser.value(left_out).await,
        serde_json::json!([
            "163 events not drawn: client 81, server 82",
            "174 events not drawn: client 87, server 87"
        ])
    );
    let strikes = "document.querySelector('.strike-text').textContent";
    assert_eq!(browser.value(strikes).await, "fault 1, stall, strikes");
    let marks = "document.querySelectorAll('.strip-client, .strip-server').length";
    assert!(browser.value(marks).await.as_u64().unwrap() < 400);
    browser.screenshot("many-events").await;
    browser.close().await;
}

#[tokio::test]
async fn the_whole_catalogue_is_not_too_much() {
    if !installed(&["chromium"]) {
        return;
    }
    let page = Page::of_everything().await;
    let mut browser = Browser::start().await;
    browser.open(&page.address()).await;
    browser
        .until("document.getElementById('found').textContent === '3,700 cases'")
        .await;
    // A cell is an element with two in it, and each case has its block; none is drawn yet.
    let elements = browser
        .value("document.getElementsByTagName('*').length")
        .await;
    assert!(elements.as_u64().unwrap() < 35_000, "{elements}");
    browser.key("/").await;
    browser.text("number-739").await;
    browser
        .until("document.getElementById('found').textContent === '5 of 3,700 cases'")
        .await;
    browser.key("Enter").await;
    browser.key("Enter").await;
    browser
        .until("document.querySelector('#case .log') !== null")
        .await;
    browser.close().await;
}

#[tokio::test]
async fn filters_leave_what_was_asked_for() {
    let Some((mut browser, page)) = opened("").await else {
        return;
    };
    let chip = |name: &str| {
        format!(
            "[...document.querySelectorAll('.chip')].find((chip) => chip.textContent.includes('{name}'))"
        )
    };
    let rows = "[...document.querySelectorAll('#matrix tbody tr:not(.cause)')].filter((row) => row.offsetParent !== null).length";
    assert_eq!(browser.value(rows).await, 5);
    for (name, left) in [
        ("FAIL", "4 of 10"),
        ("middlebox", "1 of 10"),
        ("probe", "0 of 10"),
    ] {
        browser.value(&format!("{}.focus()", chip(name))).await;
        browser.key("Enter").await;
        browser
            .until(&format!(
                "document.getElementById('found').textContent === '{left} cases'"
            ))
            .await;
        let pressed = format!("{}.getAttribute('aria-pressed')", chip(name));
        assert_eq!(browser.value(&pressed).await, "true");
    }
    let hash = "#cause=middlebox&verdict=FAIL&client=probe";
    assert_eq!(browser.value("location.hash").await, hash);
    assert_eq!(
        browser
            .value("document.getElementById('nothing').hidden")
            .await,
        false
    );
    // A link gives the same again, and the button takes all of it back.
    browser.open("about:blank").await;
    browser.open(&format!("{}{hash}", page.address())).await;
    browser
        .until("document.getElementById('found')?.textContent === '0 of 10 cases'")
        .await;
    browser
        .value("document.getElementById('clear').click()")
        .await;
    browser
        .until("document.getElementById('found').textContent === '10 cases'")
        .await;
    assert_eq!(browser.value(rows).await, 5);
    browser.close().await;
}

#[tokio::test]
async fn it_is_light_or_dark_as_the_system_says_or_the_reader() {
    let Some((mut browser, _)) = opened("").await else {
        return;
    };
    let paper = "getComputedStyle(document.querySelector('.top')).backgroundColor";
    let (light, dark) = ("rgb(255, 255, 255)", "rgb(27, 31, 35)");
    for (scheme, colour) in [("light", light), ("dark", dark)] {
        browser.prefer(scheme).await;
        assert_eq!(browser.value(paper).await, colour);
        browser.screenshot(scheme).await;
    }
    browser
        .value("document.getElementById('theme').focus()")
        .await;
    browser.key("Enter").await;
    assert_eq!(browser.value(paper).await, light);
    browser.key("Enter").await;
    browser.prefer("light").await;
    assert_eq!(browser.value(paper).await, dark);
    browser.close().await;
}

#[tokio::test]
async fn what_a_client_writes_stays_text() {
    let hash = "#case=healthy/tls@mute";
    let Some((mut browser, _)) = opened(hash).await else {
        return;
    };
    browser
        .until("document.querySelector('pre.log') !== null")
        .await;
    let log = browser
        .value("document.querySelector('section pre.log').textContent")
        .await;
    let shown = HOSTILE
        .replace("\u{1b}[31m", "")
        .replace("\u{1b}[0m", "")
        .replace('\u{202e}', "⟨U+202E⟩");
    assert_eq!(log.as_str().unwrap().trim_end(), shown);
    assert_eq!(
        browser
            .value("document.querySelector('.ansi-1').textContent")
            .await,
        "red"
    );
    assert_eq!(
        browser
            .value("document.querySelectorAll('img').length")
            .await,
        0
    );
    // The policy would stop what we overlooked.
    let inner = "try { document.body.innerHTML = '<b>x</b>'; 'made' } catch { 'refused' }";
    assert_eq!(browser.value(inner).await, "refused");
    browser
        .close_with_errors(&["innerHTML", "TrustedHTML"])
        .await;
}

#[tokio::test]
async fn without_scripts_there_is_a_summary() {
    if !installed(&["chromium"]) {
        return;
    }
    let page = Page::of_a_run().await;
    let mut browser = Browser::start().await;
    browser.without_scripts().await;
    browser.open(&page.address()).await;
    let text = browser.value("document.body.innerText").await;
    let text = text.as_str().unwrap();
    for part in [
        "badrdp: 4 of 10 cases failed",
        "What failed (4)",
        "mute",
        "badrdp run certificate/expired",
    ] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    browser.screenshot("without-scripts").await;
    browser.close().await;
}
