//! nmap 7.93 prints of our profiles what it prints of the real ones.
//!
//! The lines are those of published scans, with the names of our computers in them.

use std::fmt::Write as _;

use tokio::task::JoinSet;

use super::nmap::scan;
use super::{catalogue, installed};

/// A profile's healthy scenario, and what nmap says about it.
struct Print {
    scenario: &'static str,
    /// Lines of `rdp-enum-encryption` and `rdp-ntlm-info` that have to be there.
    has: &'static [&'static str],
    /// Parts of lines that must not be there.
    lacks: &'static [&'static str],
}

const PRINTS: &[Print] = &[
    // The Confirm of these two tells nothing about protocols.
    Print {
        scenario: "healthy/windows-2000",
        has: &[
            "CredSSP (NLA): Unknown",
            "Native RDP: Unknown",
            "SSL: Unknown",
            "RDP Encryption level: Client Compatible",
            "40-bit RC4: SUCCESS",
            "56-bit RC4: SUCCESS",
            "RDP Protocol Version:  RDP 5.x, 6.x, 7.x, or 8.x server",
        ],
        lacks: &["128-bit", "FIPS", "Target_Name"],
    },
    Print {
        scenario: "healthy/windows-xp",
        has: &[
            "CredSSP (NLA): Unknown",
            "Native RDP: Unknown",
            "SSL: Unknown",
            "RDP Encryption level: Client Compatible",
            "40-bit RC4: SUCCESS",
            "56-bit RC4: SUCCESS",
            "128-bit RC4: SUCCESS",
            "RDP Protocol Version:  RDP 5.x, 6.x, 7.x, or 8.x server",
        ],
        lacks: &["FIPS", "Target_Name"],
    },
    Print {
        scenario: "healthy/windows-server-2003",
        has: &[
            "Native RDP: SUCCESS",
            "RDP Encryption level: Client Compatible",
            "40-bit RC4: SUCCESS",
            "56-bit RC4: SUCCESS",
            "128-bit RC4: SUCCESS",
            "FIPS 140-1: SUCCESS",
            "RDP Protocol Version:  RDP 5.x, 6.x, 7.x, or 8.x server",
        ],
        lacks: &["CredSSP", "RDSTLS", "SSL: SUCCESS", "Target_Name"],
    },
    Print {
        scenario: "healthy/windows-server-2003-tls",
        has: &[
            "CredSSP (NLA): SUCCESS", // asked for together with SSL, which is what it gets
            "Native RDP: SUCCESS",
            "SSL: SUCCESS",
            "RDP Encryption level: High",
            "128-bit RC4: SUCCESS",
            "RDP Protocol Version:  RDP 5.x, 6.x, 7.x, or 8.x server",
        ],
        lacks: &["40-bit", "56-bit", "Target_Name"],
    },
    Print {
        scenario: "healthy/windows-7",
        has: &[
            "CredSSP (NLA): SUCCESS",
            "CredSSP with Early User Auth: SUCCESS",
            "Native RDP: SUCCESS",
            "RDSTLS: SUCCESS",
            "SSL: SUCCESS",
            "RDP Encryption level: Client Compatible",
            "40-bit RC4: SUCCESS",
            "56-bit RC4: SUCCESS",
            "128-bit RC4: SUCCESS",
            "FIPS 140-1: SUCCESS",
            "RDP Protocol Version:  RDP 5.x, 6.x, 7.x, or 8.x server",
            "Target_Name: WIN7",
            "NetBIOS_Domain_Name: WIN7",
            "NetBIOS_Computer_Name: WIN7",
            "DNS_Domain_Name: Win7",
            "DNS_Computer_Name: Win7",
            "Product_Version: 6.1.7601",
        ],
        lacks: &["DNS_Tree_Name"],
    },
    Print {
        scenario: "healthy/windows-server-2016",
        has: &[
            "CredSSP (NLA): SUCCESS",
            "CredSSP with Early User Auth: SUCCESS",
            "RDSTLS: SUCCESS",
            "SSL: SUCCESS",
            "RDP Protocol Version:  RDP 10.2 server",
            "NetBIOS_Computer_Name: WIN2016",
            "Product_Version: 10.0.14393",
        ],
        lacks: &["Native RDP", "RC4", "FIPS"],
    },
    Print {
        scenario: "healthy/windows-server-2019",
        has: &[
            "CredSSP (NLA): SUCCESS",
            "CredSSP with Early User Auth: SUCCESS",
            "RDSTLS: SUCCESS",
            "SSL: SUCCESS",
            "RDP Protocol Version:  RDP 10.6 server",
            "NetBIOS_Computer_Name: WIN2019",
            "Product_Version: 10.0.17763",
        ],
        lacks: &["Native RDP", "RC4", "FIPS"],
    },
    Print {
        scenario: "healthy/windows-server-2019-nla",
        has: &[
            "CredSSP (NLA): SUCCESS",
            "CredSSP with Early User Auth: SUCCESS",
            "RDSTLS: SUCCESS",
            "Product_Version: 10.0.17763",
        ],
        lacks: &["Native RDP", "SSL: SUCCESS", "RDP Protocol Version"],
    },
    Print {
        scenario: "healthy/windows-server-2022",
        has: &[
            "CredSSP (NLA): SUCCESS",
            "CredSSP with Early User Auth: SUCCESS",
            "RDSTLS: SUCCESS",
            "SSL: SUCCESS",
            "RDP Protocol Version: Unknown",
            "NetBIOS_Computer_Name: WIN2022",
            "Product_Version: 10.0.20348",
        ],
        lacks: &["Native RDP", "RC4", "FIPS"],
    },
    Print {
        scenario: "healthy/windows-server-2025",
        has: &[
            "CredSSP (NLA): SUCCESS",
            "CredSSP with Early User Auth: SUCCESS",
            "RDSTLS: SUCCESS",
            "SSL: SUCCESS",
            "RDP Protocol Version: Unknown",
            "NetBIOS_Computer_Name: WIN2025",
            "Product_Version: 10.0.26100",
        ],
        lacks: &["Native RDP", "RC4", "FIPS"],
    },
];

#[tokio::test(flavor = "multi_thread")]
async fn nmap_prints_what_it_prints_of_the_real_ones() {
    if !installed(&["nmap"]) {
        return;
    }
    let mut scans = JoinSet::new();
    for print in PRINTS {
        scans.spawn(async move { print.differences(&nmap(print.scenario).await) });
    }
    let differences = scans.join_all().await.concat();
    assert!(differences.is_empty(), "{differences}");
}

/// The lines of both scripts.
async fn nmap(scenario: &str) -> String {
    let script = [
        "-Pn",
        "-n",
        "--script",
        "+rdp-enum-encryption,+rdp-ntlm-info",
        "-p",
        "{port}",
        "{host}",
    ];
    scan(scenario, "nmap", &script).await
}

impl Print {
    fn differences(&self, text: &str) -> String {
        let lines: Vec<&str> = text
            .lines()
            .filter(|line| line.starts_with('|'))
            .map(|line| line.trim_start_matches(['|', '_', ' ']).trim_end())
            .collect();
        let mut differences = String::new();
        for line in self.has.iter().filter(|line| !lines.contains(line)) {
            let _ = writeln!(differences, "{}: no `{line}`", self.scenario);
        }
        for part in self.lacks {
            if lines.iter().any(|line| line.contains(part)) {
                let _ = writeln!(differences, "{}: there is `{part}`", self.scenario);
            }
        }
        if !differences.is_empty() {
            differences.push_str(text);
        }
        differences
    }
}

#[test]
fn every_profile_has_a_healthy_scenario() {
    let catalogue = catalogue();
    let scenarios = catalogue.scenarios().unwrap();
    let missing: Vec<&str> = catalogue
        .profile_names()
        .filter(|profile| {
            !scenarios
                .iter()
                .any(|scenario| scenario.faults.is_empty() && scenario.server.profile == *profile)
        })
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}
