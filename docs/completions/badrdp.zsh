#compdef badrdp

autoload -U is-at-least

_badrdp() {
    typeset -A opt_args
    typeset -a _arguments_options
    local ret=1

    if is-at-least 5.2; then
        _arguments_options=(-s -S -C)
    else
        _arguments_options=(-s -C)
    fi

    local context curcontext="$curcontext" state line
    _arguments "${_arguments_options[@]}" : \
'*--scenarios=[A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it]:DIR:_files' \
'*--certs=[A folder of certificate recipes; one with the name of a built-in one replaces it]:DIR:_files' \
'--data=[The folder of the lab CA and its keys]:DIR:_files' \
'--color=[Colours; NO_COLOR is heeded as well]:auto|always|never:((auto\:"On a terminal"
always\:"Everywhere"
never\:"Nowhere"))' \
'*-v[Say more on stderr; twice or thrice for each phase and message]' \
'*--verbose[Say more on stderr; twice or thrice for each phase and message]' \
'*-q[Say less on stderr\: no warnings, twice no errors]' \
'*--quiet[Say less on stderr\: no warnings, twice no errors]' \
'-h[Print help]' \
'--help[Print help]' \
'-V[Print version]' \
'--version[Print version]' \
":: :_badrdp_commands" \
"*::: :->badrdp" \
&& ret=0
    case $state in
    (badrdp)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:badrdp-command-$line[1]:"
        case $line[1] in
            (list)
_arguments "${_arguments_options[@]}" : \
'*--cause=[Only scenarios of this cause; may be given more than once]:CAUSE:(healthy handshake certificate security-layer middlebox network legacy account licensing denied protocol session redirection wrong-service)' \
'*--tag=[Only scenarios with this tag; may be given more than once]:TAG:_default' \
'--format=[For people or for programs]:text|json:((text\:"For people"
json\:"For programs"))' \
'*--scenarios=[A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it]:DIR:_files' \
'*--certs=[A folder of certificate recipes; one with the name of a built-in one replaces it]:DIR:_files' \
'--data=[The folder of the lab CA and its keys]:DIR:_files' \
'--color=[Colours; NO_COLOR is heeded as well]:auto|always|never:((auto\:"On a terminal"
always\:"Everywhere"
never\:"Nowhere"))' \
'*-v[Say more on stderr; twice or thrice for each phase and message]' \
'*--verbose[Say more on stderr; twice or thrice for each phase and message]' \
'*-q[Say less on stderr\: no warnings, twice no errors]' \
'*--quiet[Say less on stderr\: no warnings, twice no errors]' \
'-h[Print help]' \
'--help[Print help]' \
'::ids -- Ids such as `certificate/expired`, or globs of them with `*` and `?`:_default' \
":: :_badrdp__subcmd__list_commands" \
"*::: :->list" \
&& ret=0

    case $state in
    (list)
        words=($line[2] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:badrdp-list-command-$line[2]:"
        case $line[2] in
            (scenarios)
_arguments "${_arguments_options[@]}" : \
'*--cause=[Only scenarios of this cause; may be given more than once]:CAUSE:(healthy handshake certificate security-layer middlebox network legacy account licensing denied protocol session redirection wrong-service)' \
'*--tag=[Only scenarios with this tag; may be given more than once]:TAG:_default' \
'--format=[For people or for programs]:text|json:((text\:"For people"
json\:"For programs"))' \
'*--scenarios=[A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it]:DIR:_files' \
'*--certs=[A folder of certificate recipes; one with the name of a built-in one replaces it]:DIR:_files' \
'--data=[The folder of the lab CA and its keys]:DIR:_files' \
'--color=[Colours; NO_COLOR is heeded as well]:auto|always|never:((auto\:"On a terminal"
always\:"Everywhere"
never\:"Nowhere"))' \
'*-v[Say more on stderr; twice or thrice for each phase and message]' \
'*--verbose[Say more on stderr; twice or thrice for each phase and message]' \
'*-q[Say less on stderr\: no warnings, twice no errors]' \
'*--quiet[Say less on stderr\: no warnings, twice no errors]' \
'-h[Print help]' \
'--help[Print help]' \
'*::ids -- Ids such as `certificate/expired`, or globs of them with `*` and `?`:_default' \
&& ret=0
;;
(causes)
_arguments "${_arguments_options[@]}" : \
'--format=[For people or for programs]:text|json:((text\:"For people"
json\:"For programs"))' \
'*--scenarios=[A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it]:DIR:_files' \
'*--certs=[A folder of certificate recipes; one with the name of a built-in one replaces it]:DIR:_files' \
'--data=[The folder of the lab CA and its keys]:DIR:_files' \
'--color=[Colours; NO_COLOR is heeded as well]:auto|always|never:((auto\:"On a terminal"
always\:"Everywhere"
never\:"Nowhere"))' \
'*-v[Say more on stderr; twice or thrice for each phase and message]' \
'*--verbose[Say more on stderr; twice or thrice for each phase and message]' \
'*-q[Say less on stderr\: no warnings, twice no errors]' \
'*--quiet[Say less on stderr\: no warnings, twice no errors]' \
'-h[Print help]' \
'--help[Print help]' \
&& ret=0
;;
(faults)
_arguments "${_arguments_options[@]}" : \
'--format=[For people or for programs]:text|json:((text\:"For people"
json\:"For programs"))' \
'*--scenarios=[A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it]:DIR:_files' \
'*--certs=[A folder of certificate recipes; one with the name of a built-in one replaces it]:DIR:_files' \
'--data=[The folder of the lab CA and its keys]:DIR:_files' \
'--color=[Colours; NO_COLOR is heeded as well]:auto|always|never:((auto\:"On a terminal"
always\:"Everywhere"
never\:"Nowhere"))' \
'*-v[Say more on stderr; twice or thrice for each phase and message]' \
'*--verbose[Say more on stderr; twice or thrice for each phase and message]' \
'*-q[Say less on stderr\: no warnings, twice no errors]' \
'*--quiet[Say less on stderr\: no warnings, twice no errors]' \
'-h[Print help]' \
'--help[Print help]' \
&& ret=0
;;
(messages)
_arguments "${_arguments_options[@]}" : \
'--format=[For people or for programs]:text|json:((text\:"For people"
json\:"For programs"))' \
'*--scenarios=[A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it]:DIR:_files' \
'*--certs=[A folder of certificate recipes; one with the name of a built-in one replaces it]:DIR:_files' \
'--data=[The folder of the lab CA and its keys]:DIR:_files' \
'--color=[Colours; NO_COLOR is heeded as well]:auto|always|never:((auto\:"On a terminal"
always\:"Everywhere"
never\:"Nowhere"))' \
'*-v[Say more on stderr; twice or thrice for each phase and message]' \
'*--verbose[Say more on stderr; twice or thrice for each phase and message]' \
'*-q[Say less on stderr\: no warnings, twice no errors]' \
'*--quiet[Say less on stderr\: no warnings, twice no errors]' \
'-h[Print help]' \
'--help[Print help]' \
&& ret=0
;;
(fields)
_arguments "${_arguments_options[@]}" : \
'--format=[For people or for programs]:text|json:((text\:"For people"
json\:"For programs"))' \
'*--scenarios=[A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it]:DIR:_files' \
'*--certs=[A folder of certificate recipes; one with the name of a built-in one replaces it]:DIR:_files' \
'--data=[The folder of the lab CA and its keys]:DIR:_files' \
'--color=[Colours; NO_COLOR is heeded as well]:auto|always|never:((auto\:"On a terminal"
always\:"Everywhere"
never\:"Nowhere"))' \
'*-v[Say more on stderr; twice or thrice for each phase and message]' \
'*--verbose[Say more on stderr; twice or thrice for each phase and message]' \
'*-q[Say less on stderr\: no warnings, twice no errors]' \
'*--quiet[Say less on stderr\: no warnings, twice no errors]' \
'-h[Print help]' \
'--help[Print help]' \
':message -- The message:(connection-request connection-confirm disconnect-request error client-hello server-hello hello-retry-request certificate server-key-exchange certificate-request server-hello-done encrypted-handshake client-certificate client-key-exchange client-certificate-verify client-change-cipher-spec client-encrypted-handshake client-finished new-session-ticket server-change-cipher-spec server-finished alert client-alert application-data client-application-data ts-request ts-request-reply early-user-authorization-result connect-initial connect-response erect-domain-request attach-user-request attach-user-confirm channel-join-request channel-join-confirm security-exchange client-info auto-detect-request auto-detect-response license-request new-license-request license-information platform-challenge platform-challenge-response new-license license-error client-license-error initiate-multitransport-request initiate-multitransport-response demand-active confirm-active client-synchronize client-control-cooperate client-control-request persistent-key-list font-list server-synchronize server-control-cooperate server-control-granted font-map bitmap-update fast-path-bitmap-update palette-update fast-path-palette-update pointer-update fast-path-pointer-update save-session-info set-error-info status-info auto-reconnect-status heartbeat monitor-layout play-sound set-keyboard-indicators server-redirection server-virtual-channel deactivate-all slow-path-input fast-path-input refresh-rect suppress-output frame-acknowledge client-virtual-channel shutdown-request shutdown-denied disconnect-provider-ultimatum client-disconnect-provider-ultimatum client-disconnect-request foreign unrecognized)' \
&& ret=0
;;
(outcomes)
_arguments "${_arguments_options[@]}" : \
'--format=[For people or for programs]:text|json:((text\:"For people"
json\:"For programs"))' \
'*--scenarios=[A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it]:DIR:_files' \
'*--certs=[A folder of certificate recipes; one with the name of a built-in one replaces it]:DIR:_files' \
'--data=[The folder of the lab CA and its keys]:DIR:_files' \
'--color=[Colours; NO_COLOR is heeded as well]:auto|always|never:((auto\:"On a terminal"
always\:"Everywhere"
never\:"Nowhere"))' \
'*-v[Say more on stderr; twice or thrice for each phase and message]' \
'*--verbose[Say more on stderr; twice or thrice for each phase and message]' \
'*-q[Say less on stderr\: no warnings, twice no errors]' \
'*--quiet[Say less on stderr\: no warnings, twice no errors]' \
'-h[Print help]' \
'--help[Print help]' \
&& ret=0
;;
(profiles)
_arguments "${_arguments_options[@]}" : \
'--format=[For people or for programs]:text|json:((text\:"For people"
json\:"For programs"))' \
'*--scenarios=[A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it]:DIR:_files' \
'*--certs=[A folder of certificate recipes; one with the name of a built-in one replaces it]:DIR:_files' \
'--data=[The folder of the lab CA and its keys]:DIR:_files' \
'--color=[Colours; NO_COLOR is heeded as well]:auto|always|never:((auto\:"On a terminal"
always\:"Everywhere"
never\:"Nowhere"))' \
'*-v[Say more on stderr; twice or thrice for each phase and message]' \
'*--verbose[Say more on stderr; twice or thrice for each phase and message]' \
'*-q[Say less on stderr\: no warnings, twice no errors]' \
'*--quiet[Say less on stderr\: no warnings, twice no errors]' \
'-h[Print help]' \
'--help[Print help]' \
&& ret=0
;;
(certificates)
_arguments "${_arguments_options[@]}" : \
'--format=[For people or for programs]:text|json:((text\:"For people"
json\:"For programs"))' \
'*--scenarios=[A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it]:DIR:_files' \
'*--certs=[A folder of certificate recipes; one with the name of a built-in one replaces it]:DIR:_files' \
'--data=[The folder of the lab CA and its keys]:DIR:_files' \
'--color=[Colours; NO_COLOR is heeded as well]:auto|always|never:((auto\:"On a terminal"
always\:"Everywhere"
never\:"Nowhere"))' \
'*-v[Say more on stderr; twice or thrice for each phase and message]' \
'*--verbose[Say more on stderr; twice or thrice for each phase and message]' \
'*-q[Say less on stderr\: no warnings, twice no errors]' \
'*--quiet[Say less on stderr\: no warnings, twice no errors]' \
'-h[Print help]' \
'--help[Print help]' \
&& ret=0
;;
        esac
    ;;
esac
;;
(show)
_arguments "${_arguments_options[@]}" : \
'--format=[For people or for programs]:text|json:((text\:"For people"
json\:"For programs"))' \
'*--scenarios=[A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it]:DIR:_files' \
'*--certs=[A folder of certificate recipes; one with the name of a built-in one replaces it]:DIR:_files' \
'--data=[The folder of the lab CA and its keys]:DIR:_files' \
'--color=[Colours; NO_COLOR is heeded as well]:auto|always|never:((auto\:"On a terminal"
always\:"Everywhere"
never\:"Nowhere"))' \
'(--format)--toml[Print its file]' \
'*-v[Say more on stderr; twice or thrice for each phase and message]' \
'*--verbose[Say more on stderr; twice or thrice for each phase and message]' \
'*-q[Say less on stderr\: no warnings, twice no errors]' \
'*--quiet[Say less on stderr\: no warnings, twice no errors]' \
'-h[Print help]' \
'--help[Print help]' \
':id -- The scenario:_default' \
&& ret=0
;;
(explain)
_arguments "${_arguments_options[@]}" : \
'--format=[For people or for programs]:text|json:((text\:"For people"
json\:"For programs"))' \
'*--scenarios=[A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it]:DIR:_files' \
'*--certs=[A folder of certificate recipes; one with the name of a built-in one replaces it]:DIR:_files' \
'--data=[The folder of the lab CA and its keys]:DIR:_files' \
'--color=[Colours; NO_COLOR is heeded as well]:auto|always|never:((auto\:"On a terminal"
always\:"Everywhere"
never\:"Nowhere"))' \
'*-v[Say more on stderr; twice or thrice for each phase and message]' \
'*--verbose[Say more on stderr; twice or thrice for each phase and message]' \
'*-q[Say less on stderr\: no warnings, twice no errors]' \
'*--quiet[Say less on stderr\: no warnings, twice no errors]' \
'-h[Print help]' \
'--help[Print help]' \
':code -- A number such as 0x904, 2308 or 0x904/0x7, a name such as ERRCONNECT_TLS_CONNECT_FAILED, or a wire class such as W4:_default' \
'::extended -- The extended reason that mstsc gives beside it:_default' \
&& ret=0
;;
(run)
_arguments "${_arguments_options[@]}" : \
'*--cause=[Only scenarios of this cause; may be given more than once]:CAUSE:(healthy handshake certificate security-layer middlebox network legacy account licensing denied protocol session redirection wrong-service)' \
'*--tag=[Only scenarios with this tag; may be given more than once]:TAG:_default' \
'*--client=[A client by the name of its adapter or the path of its adapter file; the built-in probe if not said; may be given more than once]:NAME|FILE:_default' \
'*--client-cmd=[A client by its command line, with {host}, {port}, {address}, {user}, {password} and {ca} filled in]:COMMAND:_default' \
'--jobs=[How many run at a time; many with the probe, one for each core with programs]:N:_default' \
'--seed=[The seed of every random choice; that of each scenario, or 0 in a sweep, if not said]:N:_default' \
'--patience=[How long the probe waits for each answer]:TIME:_default' \
'--user=[The user that clients are to log on as]:NAME:_default' \
'--password=[The password that clients are given; it appears in no report]:WORD:_default' \
'*--report=[Write a report to a file; KIND is json, junit, ctrf, tap, markdown, html or text; may be given more than once]:KIND=FILE:_default' \
'--capture=[Write what goes over the wire to this folder, one pcapng file for each case, for Wireshark; they hold what clients send, passwords included]:DIR:_files' \
'--format=[For people or for programs]:text|json:((text\:"For people"
json\:"For programs"))' \
'*--profile=[The profile that is swept; may be given more than once]:NAME:_default' \
'*--cell=[Only this cell, such as connect-response/truncate, or ts-request-reply.2/drop for the second of a message; may be given more than once]:MESSAGE/FAULT:_default' \
'(--cell)--limit=[At most so many cells of each profile and client, chosen by the seed]:N:_default' \
'--within=[How long a client may take in each cell until it counts as hung \[default\: 20s\]]:TIME:_default' \
'--fail-on=[A finding of this severity or a graver one makes its case FAIL, whatever was expected]:SEVERITY:(info minor major critical)' \
'--retries=[Meet a case that failed so often again, alone; if it then does as expected it is FLAKY]:N:_default' \
'--retry-backoff=[The pause before the first retry; each further one is twice as long, up to a minute]:TIME:_default' \
'*--known=[A file of failures that are known; may be given more than once]:FILE:_files' \
'--min-accuracy=[Fail the run if a client names less of the causes rightly; implies --score]:PERCENT:_default' \
'--shard=[Only part I of N, which all together have every case once]:I/N:_default' \
'--deadline=[End the whole run after this time; cases that are not done by then are SKIPPED]:TIME:_default' \
'--max-fail=[Begin no further case after so many failures]:N:_default' \
'(--retries)--stress=[Meet each case so often, and tell those FLAKY that fail now and then]:N:_default' \
'(--sweep)--rerun=[Only the cases that came to this in an older report, with the clients of then if none is named; failed is FAIL, HARNESS-ERROR, UNEXPECTED-PASS or FLAKY]:WHICH:(failed flaky skipped)' \
'--from=[The older report, as JSON]:REPORT:_files' \
'--listen=[The address that the fault servers listen on\: one that the clients reach]:IP:_default' \
'--remote-listen=[Where the workers of \`--client remote\` fetch cases]:ADDR:_default' \
'--remote-token-file=[The file of the token that workers have to show; one is made and printed if not said]:FILE:_files' \
'--answer-within=[How long the person of \`--client manual\` may take for an answer, and a case may wait for a worker]:TIME:_default' \
'*--scenarios=[A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it]:DIR:_files' \
'*--certs=[A folder of certificate recipes; one with the name of a built-in one replaces it]:DIR:_files' \
'--data=[The folder of the lab CA and its keys]:DIR:_files' \
'--color=[Colours; NO_COLOR is heeded as well]:auto|always|never:((auto\:"On a terminal"
always\:"Everywhere"
never\:"Nowhere"))' \
'--isolate[Give each client under test a network namespace of its own, in which nothing answers but its fault server; needs root, or CAP_SYS_ADMIN and CAP_NET_ADMIN]' \
'(--cause --tag)--sweep[Make the scenarios instead of reading them\: cross every message that a profile'\''s server says to the client with stall, close, reset, truncate, corrupt, drop and duplicate]' \
'--fail-flaky[Let FLAKY fail the run]' \
'--score[Print how well each client names causes\: the true cause by the named one]' \
'(--max-fail)--fail-fast[Begin no further case after the first failure]' \
'*-v[Say more on stderr; twice or thrice for each phase and message]' \
'*--verbose[Say more on stderr; twice or thrice for each phase and message]' \
'*-q[Say less on stderr\: no warnings, twice no errors]' \
'*--quiet[Say less on stderr\: no warnings, twice no errors]' \
'-h[Print help]' \
'--help[Print help]' \
'*::ids -- Ids such as `certificate/expired`, or globs of them with `*` and `?`:_default' \
&& ret=0
;;
(report)
_arguments "${_arguments_options[@]}" : \
'*--scenarios=[A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it]:DIR:_files' \
'*--certs=[A folder of certificate recipes; one with the name of a built-in one replaces it]:DIR:_files' \
'--data=[The folder of the lab CA and its keys]:DIR:_files' \
'--color=[Colours; NO_COLOR is heeded as well]:auto|always|never:((auto\:"On a terminal"
always\:"Everywhere"
never\:"Nowhere"))' \
'*-v[Say more on stderr; twice or thrice for each phase and message]' \
'*--verbose[Say more on stderr; twice or thrice for each phase and message]' \
'*-q[Say less on stderr\: no warnings, twice no errors]' \
'*--quiet[Say less on stderr\: no warnings, twice no errors]' \
'-h[Print help]' \
'--help[Print help]' \
":: :_badrdp__subcmd__report_commands" \
"*::: :->report" \
&& ret=0

    case $state in
    (report)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:badrdp-report-command-$line[1]:"
        case $line[1] in
            (merge)
_arguments "${_arguments_options[@]}" : \
'-o+[Where the joined JSON report goes; stdout if neither this nor --report is said]:FILE:_files' \
'--output=[Where the joined JSON report goes; stdout if neither this nor --report is said]:FILE:_files' \
'*--report=[Write the joined report to a file; KIND is json, junit, ctrf, tap, markdown, html or text; may be given more than once]:KIND=FILE:_default' \
'*--scenarios=[A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it]:DIR:_files' \
'*--certs=[A folder of certificate recipes; one with the name of a built-in one replaces it]:DIR:_files' \
'--data=[The folder of the lab CA and its keys]:DIR:_files' \
'--color=[Colours; NO_COLOR is heeded as well]:auto|always|never:((auto\:"On a terminal"
always\:"Everywhere"
never\:"Nowhere"))' \
'*-v[Say more on stderr; twice or thrice for each phase and message]' \
'*--verbose[Say more on stderr; twice or thrice for each phase and message]' \
'*-q[Say less on stderr\: no warnings, twice no errors]' \
'*--quiet[Say less on stderr\: no warnings, twice no errors]' \
'-h[Print help]' \
'--help[Print help]' \
'*::files -- The JSON reports. What two of them say of the same case has to be the same, except that of two runs of one shard the later counts:_files' \
&& ret=0
;;
(diff)
_arguments "${_arguments_options[@]}" : \
'--factor=[A time counts as another one if it is so many times as long or as short]:N:_default' \
'--floor=[And if it differs by so much]:TIME:_default' \
'--format=[For people or for programs]:text|json:((text\:"For people"
json\:"For programs"))' \
'*--scenarios=[A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it]:DIR:_files' \
'*--certs=[A folder of certificate recipes; one with the name of a built-in one replaces it]:DIR:_files' \
'--data=[The folder of the lab CA and its keys]:DIR:_files' \
'--color=[Colours; NO_COLOR is heeded as well]:auto|always|never:((auto\:"On a terminal"
always\:"Everywhere"
never\:"Nowhere"))' \
'*-v[Say more on stderr; twice or thrice for each phase and message]' \
'*--verbose[Say more on stderr; twice or thrice for each phase and message]' \
'*-q[Say less on stderr\: no warnings, twice no errors]' \
'*--quiet[Say less on stderr\: no warnings, twice no errors]' \
'-h[Print help]' \
'--help[Print help]' \
':old -- The JSON report of before:_files' \
':new -- The JSON report of now:_files' \
&& ret=0
;;
(show)
_arguments "${_arguments_options[@]}" : \
'*--client=[Only the cases of this client; may be given more than once]:NAME:_default' \
'*--verdict=[Only the cases with this verdict; may be given more than once]:VERDICT:(PASS NON-STRICT FLAKY KNOWN-FAILURE UNEXPECTED-PASS FAIL HARNESS-ERROR SKIPPED)' \
'--format=[The form\: json, junit, ctrf, tap, markdown, html or text]:KIND:_default' \
'*--scenarios=[A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it]:DIR:_files' \
'*--certs=[A folder of certificate recipes; one with the name of a built-in one replaces it]:DIR:_files' \
'--data=[The folder of the lab CA and its keys]:DIR:_files' \
'--color=[Colours; NO_COLOR is heeded as well]:auto|always|never:((auto\:"On a terminal"
always\:"Everywhere"
never\:"Nowhere"))' \
'*-v[Say more on stderr; twice or thrice for each phase and message]' \
'*--verbose[Say more on stderr; twice or thrice for each phase and message]' \
'*-q[Say less on stderr\: no warnings, twice no errors]' \
'*--quiet[Say less on stderr\: no warnings, twice no errors]' \
'-h[Print help]' \
'--help[Print help]' \
':file -- The JSON report:_files' \
'*::ids -- Only the cases of these scenarios\: ids, or globs of them with `*` and `?`. One case alone is shown with all its evidence:_default' \
&& ret=0
;;
        esac
    ;;
esac
;;
(serve)
_arguments "${_arguments_options[@]}" : \
'*--cause=[Only scenarios of this cause; may be given more than once]:CAUSE:(healthy handshake certificate security-layer middlebox network legacy account licensing denied protocol session redirection wrong-service)' \
'*--tag=[Only scenarios with this tag; may be given more than once]:TAG:_default' \
'--port=[The port, or the first of as many as there are scenarios; free ones if not said]:PORT:_default' \
'--listen=[The address to listen on]:IP:_default' \
'--select=[Put all scenarios on one port; the user name that a client sends picks one]:cookie:((cookie\:"By the user name in the Connection Request\: the id, its last part or the alias"))' \
'--seed=[The seed of every random choice; that of each scenario if not said]:N:_default' \
'--transcript=[Write what was seen and done to this file in JSON, at the end]:FILE:_files' \
'--key-log=[Append the secrets of TLS to this file, for Wireshark; SSLKEYLOGFILE is heeded as well]:FILE:_files' \
'--capture=[Write what goes over the wire to this folder, one pcapng file for each server, for Wireshark; they hold what clients send, passwords included]:DIR:_files' \
'--health=[Answer \`badrdp health\` at this address, once everything is armed]:ADDR:_default' \
'--format=[For people or for programs]:text|json:((text\:"For people"
json\:"For programs"))' \
'*--scenarios=[A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it]:DIR:_files' \
'*--certs=[A folder of certificate recipes; one with the name of a built-in one replaces it]:DIR:_files' \
'--data=[The folder of the lab CA and its keys]:DIR:_files' \
'--color=[Colours; NO_COLOR is heeded as well]:auto|always|never:((auto\:"On a terminal"
always\:"Everywhere"
never\:"Nowhere"))' \
'(--cause --tag)--all[Serve every scenario]' \
'(--listen --select)--addresses[Give each scenario an address of its own, 127.0.0.2 and so on, on port 3389 or --port]' \
'--annotate[Print each message with its fields, decrypted and without credentials]' \
'*-v[Say more on stderr; twice or thrice for each phase and message]' \
'*--verbose[Say more on stderr; twice or thrice for each phase and message]' \
'*-q[Say less on stderr\: no warnings, twice no errors]' \
'*--quiet[Say less on stderr\: no warnings, twice no errors]' \
'-h[Print help]' \
'--help[Print help]' \
'*::ids -- Ids such as `certificate/expired`, or globs of them with `*` and `?`:_default' \
&& ret=0
;;
(probe)
_arguments "${_arguments_options[@]}" : \
'--security=[The security to ask for]:SECURITY:((hybrid\:"TLS and CredSSP"
rdp\:"Standard RDP Security"
tls\:"TLS"))' \
'--patience=[How long to wait for each answer]:TIME:_default' \
'--retries=[How often to come back after a connection that was cut]:N:_default' \
'--name=[The name that the certificate must be for; HOST if not said]:NAME:_default' \
'--ca=[Trust the roots in this PEM file, besides the lab CA]:FILE:_files' \
'--user=[Who logs on; the name is in the cookie too]:NAME:_default' \
'--password=[The password; no server gets it whose certificate is bad, and it appears nowhere]:WORD:_default' \
'--stay=[How long to stay in an active session; until its picture and the logon notification are here if not said]:TIME:_default' \
'--follow=[Which redirections are followed; with \`any\` the server decides which machine gets the password next]:FOLLOW:((any\:"All of them"
local\:"To the same host and to this machine"))' \
'--format=[For people or for programs]:text|json:((text\:"For people"
json\:"For programs"))' \
'*--scenarios=[A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it]:DIR:_files' \
'*--certs=[A folder of certificate recipes; one with the name of a built-in one replaces it]:DIR:_files' \
'--data=[The folder of the lab CA and its keys]:DIR:_files' \
'--color=[Colours; NO_COLOR is heeded as well]:auto|always|never:((auto\:"On a terminal"
always\:"Everywhere"
never\:"Nowhere"))' \
'--insecure[Go on although the certificate is bad]' \
'*-v[Say more on stderr; twice or thrice for each phase and message]' \
'*--verbose[Say more on stderr; twice or thrice for each phase and message]' \
'*-q[Say less on stderr\: no warnings, twice no errors]' \
'*--quiet[Say less on stderr\: no warnings, twice no errors]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
':address -- The server, as HOST or HOST\:PORT; the port is 3389 if not said:_default' \
&& ret=0
;;
(selftest)
_arguments "${_arguments_options[@]}" : \
'*--cause=[Only scenarios of this cause; may be given more than once]:CAUSE:(healthy handshake certificate security-layer middlebox network legacy account licensing denied protocol session redirection wrong-service)' \
'*--tag=[Only scenarios with this tag; may be given more than once]:TAG:_default' \
'--jobs=[How many scenarios are tested at a time; 32 if not said]:N:_default' \
'--patience=[How long the probe waits for each answer; a fault that comes due later is not met]:TIME:_default' \
'--seed=[The seed of every random choice; that of each scenario if not said]:N:_default' \
'--format=[For people or for programs]:text|json:((text\:"For people"
json\:"For programs"))' \
'*--scenarios=[A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it]:DIR:_files' \
'*--certs=[A folder of certificate recipes; one with the name of a built-in one replaces it]:DIR:_files' \
'--data=[The folder of the lab CA and its keys]:DIR:_files' \
'--color=[Colours; NO_COLOR is heeded as well]:auto|always|never:((auto\:"On a terminal"
always\:"Everywhere"
never\:"Nowhere"))' \
'*-v[Say more on stderr; twice or thrice for each phase and message]' \
'*--verbose[Say more on stderr; twice or thrice for each phase and message]' \
'*-q[Say less on stderr\: no warnings, twice no errors]' \
'*--quiet[Say less on stderr\: no warnings, twice no errors]' \
'-h[Print help]' \
'--help[Print help]' \
'*::ids -- Ids such as `certificate/expired`, or globs of them with `*` and `?`:_default' \
&& ret=0
;;
(check)
_arguments "${_arguments_options[@]}" : \
'--format=[For people or for programs]:text|json:((text\:"For people"
json\:"For programs"))' \
'*--scenarios=[A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it]:DIR:_files' \
'*--certs=[A folder of certificate recipes; one with the name of a built-in one replaces it]:DIR:_files' \
'--data=[The folder of the lab CA and its keys]:DIR:_files' \
'--color=[Colours; NO_COLOR is heeded as well]:auto|always|never:((auto\:"On a terminal"
always\:"Everywhere"
never\:"Nowhere"))' \
'*-v[Say more on stderr; twice or thrice for each phase and message]' \
'*--verbose[Say more on stderr; twice or thrice for each phase and message]' \
'*-q[Say less on stderr\: no warnings, twice no errors]' \
'*--quiet[Say less on stderr\: no warnings, twice no errors]' \
'-h[Print help]' \
'--help[Print help]' \
'*::files -- Files, or folders of files; names in them are looked up among the built-in ones and in --scenarios and --certs:_files' \
&& ret=0
;;
(health)
_arguments "${_arguments_options[@]}" : \
'*--scenarios=[A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it]:DIR:_files' \
'*--certs=[A folder of certificate recipes; one with the name of a built-in one replaces it]:DIR:_files' \
'--data=[The folder of the lab CA and its keys]:DIR:_files' \
'--color=[Colours; NO_COLOR is heeded as well]:auto|always|never:((auto\:"On a terminal"
always\:"Everywhere"
never\:"Nowhere"))' \
'*-v[Say more on stderr; twice or thrice for each phase and message]' \
'*--verbose[Say more on stderr; twice or thrice for each phase and message]' \
'*-q[Say less on stderr\: no warnings, twice no errors]' \
'*--quiet[Say less on stderr\: no warnings, twice no errors]' \
'-h[Print help]' \
'--help[Print help]' \
'::address -- Where `serve --health` answers:_default' \
&& ret=0
;;
(ca)
_arguments "${_arguments_options[@]}" : \
'*--scenarios=[A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it]:DIR:_files' \
'*--certs=[A folder of certificate recipes; one with the name of a built-in one replaces it]:DIR:_files' \
'--data=[The folder of the lab CA and its keys]:DIR:_files' \
'--color=[Colours; NO_COLOR is heeded as well]:auto|always|never:((auto\:"On a terminal"
always\:"Everywhere"
never\:"Nowhere"))' \
'*-v[Say more on stderr; twice or thrice for each phase and message]' \
'*--verbose[Say more on stderr; twice or thrice for each phase and message]' \
'*-q[Say less on stderr\: no warnings, twice no errors]' \
'*--quiet[Say less on stderr\: no warnings, twice no errors]' \
'-h[Print help]' \
'--help[Print help]' \
":: :_badrdp__subcmd__ca_commands" \
"*::: :->ca" \
&& ret=0

    case $state in
    (ca)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:badrdp-ca-command-$line[1]:"
        case $line[1] in
            (export)
_arguments "${_arguments_options[@]}" : \
'--out=[The file; stdout if not said]:FILE:_files' \
'*--scenarios=[A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it]:DIR:_files' \
'*--certs=[A folder of certificate recipes; one with the name of a built-in one replaces it]:DIR:_files' \
'--data=[The folder of the lab CA and its keys]:DIR:_files' \
'--color=[Colours; NO_COLOR is heeded as well]:auto|always|never:((auto\:"On a terminal"
always\:"Everywhere"
never\:"Nowhere"))' \
'*-v[Say more on stderr; twice or thrice for each phase and message]' \
'*--verbose[Say more on stderr; twice or thrice for each phase and message]' \
'*-q[Say less on stderr\: no warnings, twice no errors]' \
'*--quiet[Say less on stderr\: no warnings, twice no errors]' \
'-h[Print help]' \
'--help[Print help]' \
&& ret=0
;;
(path)
_arguments "${_arguments_options[@]}" : \
'*--scenarios=[A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it]:DIR:_files' \
'*--certs=[A folder of certificate recipes; one with the name of a built-in one replaces it]:DIR:_files' \
'--data=[The folder of the lab CA and its keys]:DIR:_files' \
'--color=[Colours; NO_COLOR is heeded as well]:auto|always|never:((auto\:"On a terminal"
always\:"Everywhere"
never\:"Nowhere"))' \
'*-v[Say more on stderr; twice or thrice for each phase and message]' \
'*--verbose[Say more on stderr; twice or thrice for each phase and message]' \
'*-q[Say less on stderr\: no warnings, twice no errors]' \
'*--quiet[Say less on stderr\: no warnings, twice no errors]' \
'-h[Print help]' \
'--help[Print help]' \
&& ret=0
;;
(show)
_arguments "${_arguments_options[@]}" : \
'*--scenarios=[A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it]:DIR:_files' \
'*--certs=[A folder of certificate recipes; one with the name of a built-in one replaces it]:DIR:_files' \
'--data=[The folder of the lab CA and its keys]:DIR:_files' \
'--color=[Colours; NO_COLOR is heeded as well]:auto|always|never:((auto\:"On a terminal"
always\:"Everywhere"
never\:"Nowhere"))' \
'*-v[Say more on stderr; twice or thrice for each phase and message]' \
'*--verbose[Say more on stderr; twice or thrice for each phase and message]' \
'*-q[Say less on stderr\: no warnings, twice no errors]' \
'*--quiet[Say less on stderr\: no warnings, twice no errors]' \
'-h[Print help]' \
'--help[Print help]' \
&& ret=0
;;
        esac
    ;;
esac
;;
(schema)
_arguments "${_arguments_options[@]}" : \
'*--scenarios=[A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it]:DIR:_files' \
'*--certs=[A folder of certificate recipes; one with the name of a built-in one replaces it]:DIR:_files' \
'--data=[The folder of the lab CA and its keys]:DIR:_files' \
'--color=[Colours; NO_COLOR is heeded as well]:auto|always|never:((auto\:"On a terminal"
always\:"Everywhere"
never\:"Nowhere"))' \
'*-v[Say more on stderr; twice or thrice for each phase and message]' \
'*--verbose[Say more on stderr; twice or thrice for each phase and message]' \
'*-q[Say less on stderr\: no warnings, twice no errors]' \
'*--quiet[Say less on stderr\: no warnings, twice no errors]' \
'-h[Print help]' \
'--help[Print help]' \
'::format -- The format:(certificate client known profile report scenario)' \
&& ret=0
;;
(completions)
_arguments "${_arguments_options[@]}" : \
'*--scenarios=[A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it]:DIR:_files' \
'*--certs=[A folder of certificate recipes; one with the name of a built-in one replaces it]:DIR:_files' \
'--data=[The folder of the lab CA and its keys]:DIR:_files' \
'--color=[Colours; NO_COLOR is heeded as well]:auto|always|never:((auto\:"On a terminal"
always\:"Everywhere"
never\:"Nowhere"))' \
'*-v[Say more on stderr; twice or thrice for each phase and message]' \
'*--verbose[Say more on stderr; twice or thrice for each phase and message]' \
'*-q[Say less on stderr\: no warnings, twice no errors]' \
'*--quiet[Say less on stderr\: no warnings, twice no errors]' \
'-h[Print help]' \
'--help[Print help]' \
':shell -- The shell:(bash elvish fish powershell zsh)' \
&& ret=0
;;
(man)
_arguments "${_arguments_options[@]}" : \
'--out=[Write a page for badrdp and one for each command to this folder]:DIR:_files' \
'*--scenarios=[A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it]:DIR:_files' \
'*--certs=[A folder of certificate recipes; one with the name of a built-in one replaces it]:DIR:_files' \
'--data=[The folder of the lab CA and its keys]:DIR:_files' \
'--color=[Colours; NO_COLOR is heeded as well]:auto|always|never:((auto\:"On a terminal"
always\:"Everywhere"
never\:"Nowhere"))' \
'*-v[Say more on stderr; twice or thrice for each phase and message]' \
'*--verbose[Say more on stderr; twice or thrice for each phase and message]' \
'*-q[Say less on stderr\: no warnings, twice no errors]' \
'*--quiet[Say less on stderr\: no warnings, twice no errors]' \
'-h[Print help]' \
'--help[Print help]' \
&& ret=0
;;
        esac
    ;;
esac
}

(( $+functions[_badrdp_commands] )) ||
_badrdp_commands() {
    local commands; commands=(
'list:List scenarios, or the words that they are written with' \
'show:Tell the story of a scenario\: the server, the faults, what clients show' \
'explain:Explain an error code of an RDP client, and name the scenarios that cause it' \
'run:Run scenarios against RDP clients and judge them' \
'report:Join, compare and show the JSON reports of \`run\`' \
'serve:Serve scenarios, each on an address of its own, until interrupted' \
'probe:Walk a server as far as it goes and name what is wrong with it' \
'selftest:Prove every scenario\: declared against delivered, the named cause against the folder' \
'check:Check scenarios, profiles, certificate recipes, client adapters and known failures' \
'health:Ask a running \`serve\` whether it is armed' \
'ca:Print, export or describe the lab CA that clients may be told to trust' \
'schema:Print the JSON Schema of a file format, for editors' \
'completions:Print the completions for a shell' \
'man:Print the manual, or write a page for each command' \
    )
    _describe -t commands 'badrdp commands' commands "$@"
}
(( $+functions[_badrdp__subcmd__ca_commands] )) ||
_badrdp__subcmd__ca_commands() {
    local commands; commands=(
'export:Print the certificate in PEM, or write it to a file' \
'path:Print where the certificate'\''s file lies' \
'show:Describe the certificate, and how clients are told to trust it' \
    )
    _describe -t commands 'badrdp ca commands' commands "$@"
}
(( $+functions[_badrdp__subcmd__ca__subcmd__export_commands] )) ||
_badrdp__subcmd__ca__subcmd__export_commands() {
    local commands; commands=()
    _describe -t commands 'badrdp ca export commands' commands "$@"
}
(( $+functions[_badrdp__subcmd__ca__subcmd__path_commands] )) ||
_badrdp__subcmd__ca__subcmd__path_commands() {
    local commands; commands=()
    _describe -t commands 'badrdp ca path commands' commands "$@"
}
(( $+functions[_badrdp__subcmd__ca__subcmd__show_commands] )) ||
_badrdp__subcmd__ca__subcmd__show_commands() {
    local commands; commands=()
    _describe -t commands 'badrdp ca show commands' commands "$@"
}
(( $+functions[_badrdp__subcmd__check_commands] )) ||
_badrdp__subcmd__check_commands() {
    local commands; commands=()
    _describe -t commands 'badrdp check commands' commands "$@"
}
(( $+functions[_badrdp__subcmd__completions_commands] )) ||
_badrdp__subcmd__completions_commands() {
    local commands; commands=()
    _describe -t commands 'badrdp completions commands' commands "$@"
}
(( $+functions[_badrdp__subcmd__explain_commands] )) ||
_badrdp__subcmd__explain_commands() {
    local commands; commands=()
    _describe -t commands 'badrdp explain commands' commands "$@"
}
(( $+functions[_badrdp__subcmd__health_commands] )) ||
_badrdp__subcmd__health_commands() {
    local commands; commands=()
    _describe -t commands 'badrdp health commands' commands "$@"
}
(( $+functions[_badrdp__subcmd__list_commands] )) ||
_badrdp__subcmd__list_commands() {
    local commands; commands=(
'scenarios:The scenarios, by cause; this is what \`list\` alone shows' \
'causes:The causes that scenarios are sorted by' \
'faults:The faults that a scenario can name' \
'messages:The messages at which a fault can strike' \
'fields:The fields of a message that the fault \`edit\` can change' \
'outcomes:The outcomes that a client is judged by' \
'profiles:The honest servers that scenarios start from' \
'certificates:The certificates that servers can show' \
    )
    _describe -t commands 'badrdp list commands' commands "$@"
}
(( $+functions[_badrdp__subcmd__list__subcmd__causes_commands] )) ||
_badrdp__subcmd__list__subcmd__causes_commands() {
    local commands; commands=()
    _describe -t commands 'badrdp list causes commands' commands "$@"
}
(( $+functions[_badrdp__subcmd__list__subcmd__certificates_commands] )) ||
_badrdp__subcmd__list__subcmd__certificates_commands() {
    local commands; commands=()
    _describe -t commands 'badrdp list certificates commands' commands "$@"
}
(( $+functions[_badrdp__subcmd__list__subcmd__faults_commands] )) ||
_badrdp__subcmd__list__subcmd__faults_commands() {
    local commands; commands=()
    _describe -t commands 'badrdp list faults commands' commands "$@"
}
(( $+functions[_badrdp__subcmd__list__subcmd__fields_commands] )) ||
_badrdp__subcmd__list__subcmd__fields_commands() {
    local commands; commands=()
    _describe -t commands 'badrdp list fields commands' commands "$@"
}
(( $+functions[_badrdp__subcmd__list__subcmd__messages_commands] )) ||
_badrdp__subcmd__list__subcmd__messages_commands() {
    local commands; commands=()
    _describe -t commands 'badrdp list messages commands' commands "$@"
}
(( $+functions[_badrdp__subcmd__list__subcmd__outcomes_commands] )) ||
_badrdp__subcmd__list__subcmd__outcomes_commands() {
    local commands; commands=()
    _describe -t commands 'badrdp list outcomes commands' commands "$@"
}
(( $+functions[_badrdp__subcmd__list__subcmd__profiles_commands] )) ||
_badrdp__subcmd__list__subcmd__profiles_commands() {
    local commands; commands=()
    _describe -t commands 'badrdp list profiles commands' commands "$@"
}
(( $+functions[_badrdp__subcmd__list__subcmd__scenarios_commands] )) ||
_badrdp__subcmd__list__subcmd__scenarios_commands() {
    local commands; commands=()
    _describe -t commands 'badrdp list scenarios commands' commands "$@"
}
(( $+functions[_badrdp__subcmd__man_commands] )) ||
_badrdp__subcmd__man_commands() {
    local commands; commands=()
    _describe -t commands 'badrdp man commands' commands "$@"
}
(( $+functions[_badrdp__subcmd__probe_commands] )) ||
_badrdp__subcmd__probe_commands() {
    local commands; commands=()
    _describe -t commands 'badrdp probe commands' commands "$@"
}
(( $+functions[_badrdp__subcmd__report_commands] )) ||
_badrdp__subcmd__report_commands() {
    local commands; commands=(
'merge:Join reports, such as the shards of one run' \
'diff:Say what is different between two reports; a regression is exit code 1' \
'show:Show a report, or a part of it, in any form' \
    )
    _describe -t commands 'badrdp report commands' commands "$@"
}
(( $+functions[_badrdp__subcmd__report__subcmd__diff_commands] )) ||
_badrdp__subcmd__report__subcmd__diff_commands() {
    local commands; commands=()
    _describe -t commands 'badrdp report diff commands' commands "$@"
}
(( $+functions[_badrdp__subcmd__report__subcmd__merge_commands] )) ||
_badrdp__subcmd__report__subcmd__merge_commands() {
    local commands; commands=()
    _describe -t commands 'badrdp report merge commands' commands "$@"
}
(( $+functions[_badrdp__subcmd__report__subcmd__show_commands] )) ||
_badrdp__subcmd__report__subcmd__show_commands() {
    local commands; commands=()
    _describe -t commands 'badrdp report show commands' commands "$@"
}
(( $+functions[_badrdp__subcmd__run_commands] )) ||
_badrdp__subcmd__run_commands() {
    local commands; commands=()
    _describe -t commands 'badrdp run commands' commands "$@"
}
(( $+functions[_badrdp__subcmd__schema_commands] )) ||
_badrdp__subcmd__schema_commands() {
    local commands; commands=()
    _describe -t commands 'badrdp schema commands' commands "$@"
}
(( $+functions[_badrdp__subcmd__selftest_commands] )) ||
_badrdp__subcmd__selftest_commands() {
    local commands; commands=()
    _describe -t commands 'badrdp selftest commands' commands "$@"
}
(( $+functions[_badrdp__subcmd__serve_commands] )) ||
_badrdp__subcmd__serve_commands() {
    local commands; commands=()
    _describe -t commands 'badrdp serve commands' commands "$@"
}
(( $+functions[_badrdp__subcmd__show_commands] )) ||
_badrdp__subcmd__show_commands() {
    local commands; commands=()
    _describe -t commands 'badrdp show commands' commands "$@"
}

if [ "$funcstack[1]" = "_badrdp" ]; then
    _badrdp "$@"
else
    compdef _badrdp badrdp
fi
