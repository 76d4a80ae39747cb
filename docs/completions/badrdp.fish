# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_badrdp_global_optspecs
    string join \n scenarios= certs= data= v/verbose q/quiet color= h/help V/version
end

function __fish_badrdp_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_badrdp_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_badrdp_using_subcommand
    set -l cmd (__fish_badrdp_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c badrdp -n "__fish_badrdp_needs_command" -l scenarios -d 'A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_needs_command" -l certs -d 'A folder of certificate recipes; one with the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_needs_command" -l data -d 'The folder of the lab CA and its keys' -r -F
complete -c badrdp -n "__fish_badrdp_needs_command" -l color -d 'Colours; NO_COLOR is heeded as well' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c badrdp -n "__fish_badrdp_needs_command" -s v -l verbose -d 'Say more on stderr; twice or thrice for each phase and message'
complete -c badrdp -n "__fish_badrdp_needs_command" -s q -l quiet -d 'Say less on stderr: no warnings, twice no errors'
complete -c badrdp -n "__fish_badrdp_needs_command" -s h -l help -d 'Print help'
complete -c badrdp -n "__fish_badrdp_needs_command" -s V -l version -d 'Print version'
complete -c badrdp -n "__fish_badrdp_needs_command" -f -a "list" -d 'List scenarios, or the words that they are written with'
complete -c badrdp -n "__fish_badrdp_needs_command" -f -a "show" -d 'Tell the story of a scenario: the server, the faults, what clients show'
complete -c badrdp -n "__fish_badrdp_needs_command" -f -a "explain" -d 'Explain an error code of an RDP client, and name the scenarios that cause it'
complete -c badrdp -n "__fish_badrdp_needs_command" -f -a "run" -d 'Run scenarios against RDP clients and judge them'
complete -c badrdp -n "__fish_badrdp_needs_command" -f -a "report" -d 'Join, compare and show the JSON reports of `run`'
complete -c badrdp -n "__fish_badrdp_needs_command" -f -a "serve" -d 'Serve scenarios, each on an address of its own, until interrupted'
complete -c badrdp -n "__fish_badrdp_needs_command" -f -a "probe" -d 'Walk a server as far as it goes and name what is wrong with it'
complete -c badrdp -n "__fish_badrdp_needs_command" -f -a "selftest" -d 'Prove every scenario: declared against delivered, the named cause against the folder'
complete -c badrdp -n "__fish_badrdp_needs_command" -f -a "check" -d 'Check scenarios, profiles, certificate recipes, client adapters and known failures'
complete -c badrdp -n "__fish_badrdp_needs_command" -f -a "health" -d 'Ask a running `serve` whether it is armed'
complete -c badrdp -n "__fish_badrdp_needs_command" -f -a "ca" -d 'Print, export or describe the lab CA that clients may be told to trust'
complete -c badrdp -n "__fish_badrdp_needs_command" -f -a "schema" -d 'Print the JSON Schema of a file format, for editors'
complete -c badrdp -n "__fish_badrdp_needs_command" -f -a "completions" -d 'Print the completions for a shell'
complete -c badrdp -n "__fish_badrdp_needs_command" -f -a "man" -d 'Print the manual, or write a page for each command'
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and not __fish_seen_subcommand_from scenarios causes faults messages fields outcomes profiles certificates" -l cause -d 'Only scenarios of this cause; may be given more than once' -r -f -a "healthy\t''
handshake\t''
certificate\t''
security-layer\t''
middlebox\t''
network\t''
legacy\t''
account\t''
licensing\t''
denied\t''
protocol\t''
session\t''
redirection\t''
wrong-service\t''"
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and not __fish_seen_subcommand_from scenarios causes faults messages fields outcomes profiles certificates" -l tag -d 'Only scenarios with this tag; may be given more than once' -r
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and not __fish_seen_subcommand_from scenarios causes faults messages fields outcomes profiles certificates" -l format -d 'For people or for programs' -r -f -a "text\t'For people'
json\t'For programs'"
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and not __fish_seen_subcommand_from scenarios causes faults messages fields outcomes profiles certificates" -l scenarios -d 'A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and not __fish_seen_subcommand_from scenarios causes faults messages fields outcomes profiles certificates" -l certs -d 'A folder of certificate recipes; one with the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and not __fish_seen_subcommand_from scenarios causes faults messages fields outcomes profiles certificates" -l data -d 'The folder of the lab CA and its keys' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and not __fish_seen_subcommand_from scenarios causes faults messages fields outcomes profiles certificates" -l color -d 'Colours; NO_COLOR is heeded as well' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and not __fish_seen_subcommand_from scenarios causes faults messages fields outcomes profiles certificates" -s v -l verbose -d 'Say more on stderr; twice or thrice for each phase and message'
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and not __fish_seen_subcommand_from scenarios causes faults messages fields outcomes profiles certificates" -s q -l quiet -d 'Say less on stderr: no warnings, twice no errors'
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and not __fish_seen_subcommand_from scenarios causes faults messages fields outcomes profiles certificates" -s h -l help -d 'Print help'
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and not __fish_seen_subcommand_from scenarios causes faults messages fields outcomes profiles certificates" -a "scenarios" -d 'The scenarios, by cause; this is what `list` alone shows'
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and not __fish_seen_subcommand_from scenarios causes faults messages fields outcomes profiles certificates" -a "causes" -d 'The causes that scenarios are sorted by'
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and not __fish_seen_subcommand_from scenarios causes faults messages fields outcomes profiles certificates" -a "faults" -d 'The faults that a scenario can name'
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and not __fish_seen_subcommand_from scenarios causes faults messages fields outcomes profiles certificates" -a "messages" -d 'The messages at which a fault can strike'
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and not __fish_seen_subcommand_from scenarios causes faults messages fields outcomes profiles certificates" -a "fields" -d 'The fields of a message that the fault `edit` can change'
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and not __fish_seen_subcommand_from scenarios causes faults messages fields outcomes profiles certificates" -a "outcomes" -d 'The outcomes that a client is judged by'
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and not __fish_seen_subcommand_from scenarios causes faults messages fields outcomes profiles certificates" -a "profiles" -d 'The honest servers that scenarios start from'
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and not __fish_seen_subcommand_from scenarios causes faults messages fields outcomes profiles certificates" -a "certificates" -d 'The certificates that servers can show'
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from scenarios" -l cause -d 'Only scenarios of this cause; may be given more than once' -r -f -a "healthy\t''
handshake\t''
certificate\t''
security-layer\t''
middlebox\t''
network\t''
legacy\t''
account\t''
licensing\t''
denied\t''
protocol\t''
session\t''
redirection\t''
wrong-service\t''"
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from scenarios" -l tag -d 'Only scenarios with this tag; may be given more than once' -r
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from scenarios" -l format -d 'For people or for programs' -r -f -a "text\t'For people'
json\t'For programs'"
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from scenarios" -l scenarios -d 'A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from scenarios" -l certs -d 'A folder of certificate recipes; one with the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from scenarios" -l data -d 'The folder of the lab CA and its keys' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from scenarios" -l color -d 'Colours; NO_COLOR is heeded as well' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from scenarios" -s v -l verbose -d 'Say more on stderr; twice or thrice for each phase and message'
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from scenarios" -s q -l quiet -d 'Say less on stderr: no warnings, twice no errors'
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from scenarios" -s h -l help -d 'Print help'
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from causes" -l format -d 'For people or for programs' -r -f -a "text\t'For people'
json\t'For programs'"
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from causes" -l scenarios -d 'A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from causes" -l certs -d 'A folder of certificate recipes; one with the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from causes" -l data -d 'The folder of the lab CA and its keys' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from causes" -l color -d 'Colours; NO_COLOR is heeded as well' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from causes" -s v -l verbose -d 'Say more on stderr; twice or thrice for each phase and message'
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from causes" -s q -l quiet -d 'Say less on stderr: no warnings, twice no errors'
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from causes" -s h -l help -d 'Print help'
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from faults" -l format -d 'For people or for programs' -r -f -a "text\t'For people'
json\t'For programs'"
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from faults" -l scenarios -d 'A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from faults" -l certs -d 'A folder of certificate recipes; one with the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from faults" -l data -d 'The folder of the lab CA and its keys' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from faults" -l color -d 'Colours; NO_COLOR is heeded as well' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from faults" -s v -l verbose -d 'Say more on stderr; twice or thrice for each phase and message'
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from faults" -s q -l quiet -d 'Say less on stderr: no warnings, twice no errors'
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from faults" -s h -l help -d 'Print help'
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from messages" -l format -d 'For people or for programs' -r -f -a "text\t'For people'
json\t'For programs'"
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from messages" -l scenarios -d 'A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from messages" -l certs -d 'A folder of certificate recipes; one with the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from messages" -l data -d 'The folder of the lab CA and its keys' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from messages" -l color -d 'Colours; NO_COLOR is heeded as well' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from messages" -s v -l verbose -d 'Say more on stderr; twice or thrice for each phase and message'
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from messages" -s q -l quiet -d 'Say less on stderr: no warnings, twice no errors'
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from messages" -s h -l help -d 'Print help'
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from fields" -l format -d 'For people or for programs' -r -f -a "text\t'For people'
json\t'For programs'"
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from fields" -l scenarios -d 'A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from fields" -l certs -d 'A folder of certificate recipes; one with the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from fields" -l data -d 'The folder of the lab CA and its keys' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from fields" -l color -d 'Colours; NO_COLOR is heeded as well' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from fields" -s v -l verbose -d 'Say more on stderr; twice or thrice for each phase and message'
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from fields" -s q -l quiet -d 'Say less on stderr: no warnings, twice no errors'
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from fields" -s h -l help -d 'Print help'
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from outcomes" -l format -d 'For people or for programs' -r -f -a "text\t'For people'
json\t'For programs'"
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from outcomes" -l scenarios -d 'A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from outcomes" -l certs -d 'A folder of certificate recipes; one with the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from outcomes" -l data -d 'The folder of the lab CA and its keys' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from outcomes" -l color -d 'Colours; NO_COLOR is heeded as well' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from outcomes" -s v -l verbose -d 'Say more on stderr; twice or thrice for each phase and message'
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from outcomes" -s q -l quiet -d 'Say less on stderr: no warnings, twice no errors'
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from outcomes" -s h -l help -d 'Print help'
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from profiles" -l format -d 'For people or for programs' -r -f -a "text\t'For people'
json\t'For programs'"
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from profiles" -l scenarios -d 'A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from profiles" -l certs -d 'A folder of certificate recipes; one with the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from profiles" -l data -d 'The folder of the lab CA and its keys' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from profiles" -l color -d 'Colours; NO_COLOR is heeded as well' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from profiles" -s v -l verbose -d 'Say more on stderr; twice or thrice for each phase and message'
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from profiles" -s q -l quiet -d 'Say less on stderr: no warnings, twice no errors'
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from profiles" -s h -l help -d 'Print help'
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from certificates" -l format -d 'For people or for programs' -r -f -a "text\t'For people'
json\t'For programs'"
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from certificates" -l scenarios -d 'A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from certificates" -l certs -d 'A folder of certificate recipes; one with the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from certificates" -l data -d 'The folder of the lab CA and its keys' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from certificates" -l color -d 'Colours; NO_COLOR is heeded as well' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from certificates" -s v -l verbose -d 'Say more on stderr; twice or thrice for each phase and message'
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from certificates" -s q -l quiet -d 'Say less on stderr: no warnings, twice no errors'
complete -c badrdp -n "__fish_badrdp_using_subcommand list; and __fish_seen_subcommand_from certificates" -s h -l help -d 'Print help'
complete -c badrdp -n "__fish_badrdp_using_subcommand show" -l format -d 'For people or for programs' -r -f -a "text\t'For people'
json\t'For programs'"
complete -c badrdp -n "__fish_badrdp_using_subcommand show" -l scenarios -d 'A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand show" -l certs -d 'A folder of certificate recipes; one with the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand show" -l data -d 'The folder of the lab CA and its keys' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand show" -l color -d 'Colours; NO_COLOR is heeded as well' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c badrdp -n "__fish_badrdp_using_subcommand show" -l toml -d 'Print its file'
complete -c badrdp -n "__fish_badrdp_using_subcommand show" -s v -l verbose -d 'Say more on stderr; twice or thrice for each phase and message'
complete -c badrdp -n "__fish_badrdp_using_subcommand show" -s q -l quiet -d 'Say less on stderr: no warnings, twice no errors'
complete -c badrdp -n "__fish_badrdp_using_subcommand show" -s h -l help -d 'Print help'
complete -c badrdp -n "__fish_badrdp_using_subcommand explain" -l format -d 'For people or for programs' -r -f -a "text\t'For people'
json\t'For programs'"
complete -c badrdp -n "__fish_badrdp_using_subcommand explain" -l scenarios -d 'A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand explain" -l certs -d 'A folder of certificate recipes; one with the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand explain" -l data -d 'The folder of the lab CA and its keys' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand explain" -l color -d 'Colours; NO_COLOR is heeded as well' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c badrdp -n "__fish_badrdp_using_subcommand explain" -s v -l verbose -d 'Say more on stderr; twice or thrice for each phase and message'
complete -c badrdp -n "__fish_badrdp_using_subcommand explain" -s q -l quiet -d 'Say less on stderr: no warnings, twice no errors'
complete -c badrdp -n "__fish_badrdp_using_subcommand explain" -s h -l help -d 'Print help'
complete -c badrdp -n "__fish_badrdp_using_subcommand run" -l cause -d 'Only scenarios of this cause; may be given more than once' -r -f -a "healthy\t''
handshake\t''
certificate\t''
security-layer\t''
middlebox\t''
network\t''
legacy\t''
account\t''
licensing\t''
denied\t''
protocol\t''
session\t''
redirection\t''
wrong-service\t''"
complete -c badrdp -n "__fish_badrdp_using_subcommand run" -l tag -d 'Only scenarios with this tag; may be given more than once' -r
complete -c badrdp -n "__fish_badrdp_using_subcommand run" -l client -d 'A client by the name of its adapter or the path of its adapter file; the built-in probe if not said; may be given more than once' -r
complete -c badrdp -n "__fish_badrdp_using_subcommand run" -l client-cmd -d 'A client by its command line, with {host}, {port}, {address}, {user}, {password} and {ca} filled in' -r
complete -c badrdp -n "__fish_badrdp_using_subcommand run" -l jobs -d 'How many run at a time; many with the probe, one for each core with programs' -r
complete -c badrdp -n "__fish_badrdp_using_subcommand run" -l seed -d 'The seed of every random choice; that of each scenario, or 0 in a sweep, if not said' -r
complete -c badrdp -n "__fish_badrdp_using_subcommand run" -l patience -d 'How long the probe waits for each answer' -r
complete -c badrdp -n "__fish_badrdp_using_subcommand run" -l user -d 'The user that clients are to log on as' -r
complete -c badrdp -n "__fish_badrdp_using_subcommand run" -l password -d 'The password that clients are given; it appears in no report' -r
complete -c badrdp -n "__fish_badrdp_using_subcommand run" -l report -d 'Write a report to a file; KIND is json, junit, ctrf, tap, markdown, html or text; may be given more than once' -r
complete -c badrdp -n "__fish_badrdp_using_subcommand run" -l capture -d 'Write what goes over the wire to this folder, one pcapng file for each case, for Wireshark; they hold what clients send, passwords included' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand run" -l format -d 'For people or for programs' -r -f -a "text\t'For people'
json\t'For programs'"
complete -c badrdp -n "__fish_badrdp_using_subcommand run" -l profile -d 'The profile that is swept; may be given more than once' -r
complete -c badrdp -n "__fish_badrdp_using_subcommand run" -l cell -d 'Only this cell, such as connect-response/truncate, or ts-request-reply.2/drop for the second of a message; may be given more than once' -r
complete -c badrdp -n "__fish_badrdp_using_subcommand run" -l limit -d 'At most so many cells of each profile and client, chosen by the seed' -r
complete -c badrdp -n "__fish_badrdp_using_subcommand run" -l within -d 'How long a client may take in each cell until it counts as hung [default: 20s]' -r
complete -c badrdp -n "__fish_badrdp_using_subcommand run" -l fail-on -d 'A finding of this severity or a graver one makes its case FAIL, whatever was expected' -r -f -a "info\t''
minor\t''
major\t''
critical\t''"
complete -c badrdp -n "__fish_badrdp_using_subcommand run" -l retries -d 'Meet a case that failed so often again, alone; if it then does as expected it is FLAKY' -r
complete -c badrdp -n "__fish_badrdp_using_subcommand run" -l retry-backoff -d 'The pause before the first retry; each further one is twice as long, up to a minute' -r
complete -c badrdp -n "__fish_badrdp_using_subcommand run" -l known -d 'A file of failures that are known; may be given more than once' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand run" -l min-accuracy -d 'Fail the run if a client names less of the causes rightly; implies --score' -r
complete -c badrdp -n "__fish_badrdp_using_subcommand run" -l shard -d 'Only part I of N, which all together have every case once' -r
complete -c badrdp -n "__fish_badrdp_using_subcommand run" -l deadline -d 'End the whole run after this time; cases that are not done by then are SKIPPED' -r
complete -c badrdp -n "__fish_badrdp_using_subcommand run" -l max-fail -d 'Begin no further case after so many failures' -r
complete -c badrdp -n "__fish_badrdp_using_subcommand run" -l stress -d 'Meet each case so often, and tell those FLAKY that fail now and then' -r
complete -c badrdp -n "__fish_badrdp_using_subcommand run" -l rerun -d 'Only the cases that came to this in an older report, with the clients of then if none is named; failed is FAIL, HARNESS-ERROR, UNEXPECTED-PASS or FLAKY' -r -f -a "failed\t''
flaky\t''
skipped\t''"
complete -c badrdp -n "__fish_badrdp_using_subcommand run" -l from -d 'The older report, as JSON' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand run" -l listen -d 'The address that the fault servers listen on: one that the clients reach' -r
complete -c badrdp -n "__fish_badrdp_using_subcommand run" -l remote-listen -d 'Where the workers of `--client remote` fetch cases' -r
complete -c badrdp -n "__fish_badrdp_using_subcommand run" -l remote-token-file -d 'The file of the token that workers have to show; one is made and printed if not said' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand run" -l answer-within -d 'How long the person of `--client manual` may take for an answer, and a case may wait for a worker' -r
complete -c badrdp -n "__fish_badrdp_using_subcommand run" -l scenarios -d 'A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand run" -l certs -d 'A folder of certificate recipes; one with the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand run" -l data -d 'The folder of the lab CA and its keys' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand run" -l color -d 'Colours; NO_COLOR is heeded as well' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c badrdp -n "__fish_badrdp_using_subcommand run" -l isolate -d 'Give each client under test a network namespace of its own, in which nothing answers but its fault server; needs root, or CAP_SYS_ADMIN and CAP_NET_ADMIN'
complete -c badrdp -n "__fish_badrdp_using_subcommand run" -l sweep -d 'Make the scenarios instead of reading them: cross every message that a profile\'s server says to the client with stall, close, reset, truncate, corrupt, drop and duplicate'
complete -c badrdp -n "__fish_badrdp_using_subcommand run" -l fail-flaky -d 'Let FLAKY fail the run'
complete -c badrdp -n "__fish_badrdp_using_subcommand run" -l score -d 'Print how well each client names causes: the true cause by the named one'
complete -c badrdp -n "__fish_badrdp_using_subcommand run" -l fail-fast -d 'Begin no further case after the first failure'
complete -c badrdp -n "__fish_badrdp_using_subcommand run" -s v -l verbose -d 'Say more on stderr; twice or thrice for each phase and message'
complete -c badrdp -n "__fish_badrdp_using_subcommand run" -s q -l quiet -d 'Say less on stderr: no warnings, twice no errors'
complete -c badrdp -n "__fish_badrdp_using_subcommand run" -s h -l help -d 'Print help'
complete -c badrdp -n "__fish_badrdp_using_subcommand report; and not __fish_seen_subcommand_from merge diff show" -l scenarios -d 'A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand report; and not __fish_seen_subcommand_from merge diff show" -l certs -d 'A folder of certificate recipes; one with the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand report; and not __fish_seen_subcommand_from merge diff show" -l data -d 'The folder of the lab CA and its keys' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand report; and not __fish_seen_subcommand_from merge diff show" -l color -d 'Colours; NO_COLOR is heeded as well' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c badrdp -n "__fish_badrdp_using_subcommand report; and not __fish_seen_subcommand_from merge diff show" -s v -l verbose -d 'Say more on stderr; twice or thrice for each phase and message'
complete -c badrdp -n "__fish_badrdp_using_subcommand report; and not __fish_seen_subcommand_from merge diff show" -s q -l quiet -d 'Say less on stderr: no warnings, twice no errors'
complete -c badrdp -n "__fish_badrdp_using_subcommand report; and not __fish_seen_subcommand_from merge diff show" -s h -l help -d 'Print help'
complete -c badrdp -n "__fish_badrdp_using_subcommand report; and not __fish_seen_subcommand_from merge diff show" -f -a "merge" -d 'Join reports, such as the shards of one run'
complete -c badrdp -n "__fish_badrdp_using_subcommand report; and not __fish_seen_subcommand_from merge diff show" -f -a "diff" -d 'Say what is different between two reports; a regression is exit code 1'
complete -c badrdp -n "__fish_badrdp_using_subcommand report; and not __fish_seen_subcommand_from merge diff show" -f -a "show" -d 'Show a report, or a part of it, in any form'
complete -c badrdp -n "__fish_badrdp_using_subcommand report; and __fish_seen_subcommand_from merge" -s o -l output -d 'Where the joined JSON report goes; stdout if neither this nor --report is said' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand report; and __fish_seen_subcommand_from merge" -l report -d 'Write the joined report to a file; KIND is json, junit, ctrf, tap, markdown, html or text; may be given more than once' -r
complete -c badrdp -n "__fish_badrdp_using_subcommand report; and __fish_seen_subcommand_from merge" -l scenarios -d 'A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand report; and __fish_seen_subcommand_from merge" -l certs -d 'A folder of certificate recipes; one with the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand report; and __fish_seen_subcommand_from merge" -l data -d 'The folder of the lab CA and its keys' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand report; and __fish_seen_subcommand_from merge" -l color -d 'Colours; NO_COLOR is heeded as well' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c badrdp -n "__fish_badrdp_using_subcommand report; and __fish_seen_subcommand_from merge" -s v -l verbose -d 'Say more on stderr; twice or thrice for each phase and message'
complete -c badrdp -n "__fish_badrdp_using_subcommand report; and __fish_seen_subcommand_from merge" -s q -l quiet -d 'Say less on stderr: no warnings, twice no errors'
complete -c badrdp -n "__fish_badrdp_using_subcommand report; and __fish_seen_subcommand_from merge" -s h -l help -d 'Print help'
complete -c badrdp -n "__fish_badrdp_using_subcommand report; and __fish_seen_subcommand_from diff" -l factor -d 'A time counts as another one if it is so many times as long or as short' -r
complete -c badrdp -n "__fish_badrdp_using_subcommand report; and __fish_seen_subcommand_from diff" -l floor -d 'And if it differs by so much' -r
complete -c badrdp -n "__fish_badrdp_using_subcommand report; and __fish_seen_subcommand_from diff" -l format -d 'For people or for programs' -r -f -a "text\t'For people'
json\t'For programs'"
complete -c badrdp -n "__fish_badrdp_using_subcommand report; and __fish_seen_subcommand_from diff" -l scenarios -d 'A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand report; and __fish_seen_subcommand_from diff" -l certs -d 'A folder of certificate recipes; one with the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand report; and __fish_seen_subcommand_from diff" -l data -d 'The folder of the lab CA and its keys' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand report; and __fish_seen_subcommand_from diff" -l color -d 'Colours; NO_COLOR is heeded as well' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c badrdp -n "__fish_badrdp_using_subcommand report; and __fish_seen_subcommand_from diff" -s v -l verbose -d 'Say more on stderr; twice or thrice for each phase and message'
complete -c badrdp -n "__fish_badrdp_using_subcommand report; and __fish_seen_subcommand_from diff" -s q -l quiet -d 'Say less on stderr: no warnings, twice no errors'
complete -c badrdp -n "__fish_badrdp_using_subcommand report; and __fish_seen_subcommand_from diff" -s h -l help -d 'Print help'
complete -c badrdp -n "__fish_badrdp_using_subcommand report; and __fish_seen_subcommand_from show" -l client -d 'Only the cases of this client; may be given more than once' -r
complete -c badrdp -n "__fish_badrdp_using_subcommand report; and __fish_seen_subcommand_from show" -l verdict -d 'Only the cases with this verdict; may be given more than once' -r -f -a "PASS\t''
NON-STRICT\t''
FLAKY\t''
KNOWN-FAILURE\t''
UNEXPECTED-PASS\t''
FAIL\t''
HARNESS-ERROR\t''
SKIPPED\t''"
complete -c badrdp -n "__fish_badrdp_using_subcommand report; and __fish_seen_subcommand_from show" -l format -d 'The form: json, junit, ctrf, tap, markdown, html or text' -r
complete -c badrdp -n "__fish_badrdp_using_subcommand report; and __fish_seen_subcommand_from show" -l scenarios -d 'A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand report; and __fish_seen_subcommand_from show" -l certs -d 'A folder of certificate recipes; one with the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand report; and __fish_seen_subcommand_from show" -l data -d 'The folder of the lab CA and its keys' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand report; and __fish_seen_subcommand_from show" -l color -d 'Colours; NO_COLOR is heeded as well' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c badrdp -n "__fish_badrdp_using_subcommand report; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Say more on stderr; twice or thrice for each phase and message'
complete -c badrdp -n "__fish_badrdp_using_subcommand report; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Say less on stderr: no warnings, twice no errors'
complete -c badrdp -n "__fish_badrdp_using_subcommand report; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c badrdp -n "__fish_badrdp_using_subcommand serve" -l cause -d 'Only scenarios of this cause; may be given more than once' -r -f -a "healthy\t''
handshake\t''
certificate\t''
security-layer\t''
middlebox\t''
network\t''
legacy\t''
account\t''
licensing\t''
denied\t''
protocol\t''
session\t''
redirection\t''
wrong-service\t''"
complete -c badrdp -n "__fish_badrdp_using_subcommand serve" -l tag -d 'Only scenarios with this tag; may be given more than once' -r
complete -c badrdp -n "__fish_badrdp_using_subcommand serve" -l port -d 'The port, or the first of as many as there are scenarios; free ones if not said' -r
complete -c badrdp -n "__fish_badrdp_using_subcommand serve" -l listen -d 'The address to listen on' -r
complete -c badrdp -n "__fish_badrdp_using_subcommand serve" -l select -d 'Put all scenarios on one port; the user name that a client sends picks one' -r -f -a "cookie\t'By the user name in the Connection Request: the id, its last part or the alias'"
complete -c badrdp -n "__fish_badrdp_using_subcommand serve" -l seed -d 'The seed of every random choice; that of each scenario if not said' -r
complete -c badrdp -n "__fish_badrdp_using_subcommand serve" -l transcript -d 'Write what was seen and done to this file in JSON, at the end' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand serve" -l key-log -d 'Append the secrets of TLS to this file, for Wireshark; SSLKEYLOGFILE is heeded as well' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand serve" -l capture -d 'Write what goes over the wire to this folder, one pcapng file for each server, for Wireshark; they hold what clients send, passwords included' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand serve" -l health -d 'Answer `badrdp health` at this address, once everything is armed' -r
complete -c badrdp -n "__fish_badrdp_using_subcommand serve" -l format -d 'For people or for programs' -r -f -a "text\t'For people'
json\t'For programs'"
complete -c badrdp -n "__fish_badrdp_using_subcommand serve" -l scenarios -d 'A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand serve" -l certs -d 'A folder of certificate recipes; one with the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand serve" -l data -d 'The folder of the lab CA and its keys' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand serve" -l color -d 'Colours; NO_COLOR is heeded as well' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c badrdp -n "__fish_badrdp_using_subcommand serve" -l all -d 'Serve every scenario'
complete -c badrdp -n "__fish_badrdp_using_subcommand serve" -l addresses -d 'Give each scenario an address of its own, 127.0.0.2 and so on, on port 3389 or --port'
complete -c badrdp -n "__fish_badrdp_using_subcommand serve" -l annotate -d 'Print each message with its fields, decrypted and without credentials'
complete -c badrdp -n "__fish_badrdp_using_subcommand serve" -s v -l verbose -d 'Say more on stderr; twice or thrice for each phase and message'
complete -c badrdp -n "__fish_badrdp_using_subcommand serve" -s q -l quiet -d 'Say less on stderr: no warnings, twice no errors'
complete -c badrdp -n "__fish_badrdp_using_subcommand serve" -s h -l help -d 'Print help'
complete -c badrdp -n "__fish_badrdp_using_subcommand probe" -l security -d 'The security to ask for' -r -f -a "hybrid\t'TLS and CredSSP'
rdp\t'Standard RDP Security'
tls\t'TLS'"
complete -c badrdp -n "__fish_badrdp_using_subcommand probe" -l patience -d 'How long to wait for each answer' -r
complete -c badrdp -n "__fish_badrdp_using_subcommand probe" -l retries -d 'How often to come back after a connection that was cut' -r
complete -c badrdp -n "__fish_badrdp_using_subcommand probe" -l name -d 'The name that the certificate must be for; HOST if not said' -r
complete -c badrdp -n "__fish_badrdp_using_subcommand probe" -l ca -d 'Trust the roots in this PEM file, besides the lab CA' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand probe" -l user -d 'Who logs on; the name is in the cookie too' -r
complete -c badrdp -n "__fish_badrdp_using_subcommand probe" -l password -d 'The password; no server gets it whose certificate is bad, and it appears nowhere' -r
complete -c badrdp -n "__fish_badrdp_using_subcommand probe" -l stay -d 'How long to stay in an active session; until its picture and the logon notification are here if not said' -r
complete -c badrdp -n "__fish_badrdp_using_subcommand probe" -l follow -d 'Which redirections are followed; with `any` the server decides which machine gets the password next' -r -f -a "any\t'All of them'
local\t'To the same host and to this machine'"
complete -c badrdp -n "__fish_badrdp_using_subcommand probe" -l format -d 'For people or for programs' -r -f -a "text\t'For people'
json\t'For programs'"
complete -c badrdp -n "__fish_badrdp_using_subcommand probe" -l scenarios -d 'A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand probe" -l certs -d 'A folder of certificate recipes; one with the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand probe" -l data -d 'The folder of the lab CA and its keys' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand probe" -l color -d 'Colours; NO_COLOR is heeded as well' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c badrdp -n "__fish_badrdp_using_subcommand probe" -l insecure -d 'Go on although the certificate is bad'
complete -c badrdp -n "__fish_badrdp_using_subcommand probe" -s v -l verbose -d 'Say more on stderr; twice or thrice for each phase and message'
complete -c badrdp -n "__fish_badrdp_using_subcommand probe" -s q -l quiet -d 'Say less on stderr: no warnings, twice no errors'
complete -c badrdp -n "__fish_badrdp_using_subcommand probe" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c badrdp -n "__fish_badrdp_using_subcommand selftest" -l cause -d 'Only scenarios of this cause; may be given more than once' -r -f -a "healthy\t''
handshake\t''
certificate\t''
security-layer\t''
middlebox\t''
network\t''
legacy\t''
account\t''
licensing\t''
denied\t''
protocol\t''
session\t''
redirection\t''
wrong-service\t''"
complete -c badrdp -n "__fish_badrdp_using_subcommand selftest" -l tag -d 'Only scenarios with this tag; may be given more than once' -r
complete -c badrdp -n "__fish_badrdp_using_subcommand selftest" -l jobs -d 'How many scenarios are tested at a time; 32 if not said' -r
complete -c badrdp -n "__fish_badrdp_using_subcommand selftest" -l patience -d 'How long the probe waits for each answer; a fault that comes due later is not met' -r
complete -c badrdp -n "__fish_badrdp_using_subcommand selftest" -l seed -d 'The seed of every random choice; that of each scenario if not said' -r
complete -c badrdp -n "__fish_badrdp_using_subcommand selftest" -l format -d 'For people or for programs' -r -f -a "text\t'For people'
json\t'For programs'"
complete -c badrdp -n "__fish_badrdp_using_subcommand selftest" -l scenarios -d 'A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand selftest" -l certs -d 'A folder of certificate recipes; one with the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand selftest" -l data -d 'The folder of the lab CA and its keys' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand selftest" -l color -d 'Colours; NO_COLOR is heeded as well' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c badrdp -n "__fish_badrdp_using_subcommand selftest" -s v -l verbose -d 'Say more on stderr; twice or thrice for each phase and message'
complete -c badrdp -n "__fish_badrdp_using_subcommand selftest" -s q -l quiet -d 'Say less on stderr: no warnings, twice no errors'
complete -c badrdp -n "__fish_badrdp_using_subcommand selftest" -s h -l help -d 'Print help'
complete -c badrdp -n "__fish_badrdp_using_subcommand check" -l format -d 'For people or for programs' -r -f -a "text\t'For people'
json\t'For programs'"
complete -c badrdp -n "__fish_badrdp_using_subcommand check" -l scenarios -d 'A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand check" -l certs -d 'A folder of certificate recipes; one with the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand check" -l data -d 'The folder of the lab CA and its keys' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand check" -l color -d 'Colours; NO_COLOR is heeded as well' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c badrdp -n "__fish_badrdp_using_subcommand check" -s v -l verbose -d 'Say more on stderr; twice or thrice for each phase and message'
complete -c badrdp -n "__fish_badrdp_using_subcommand check" -s q -l quiet -d 'Say less on stderr: no warnings, twice no errors'
complete -c badrdp -n "__fish_badrdp_using_subcommand check" -s h -l help -d 'Print help'
complete -c badrdp -n "__fish_badrdp_using_subcommand health" -l scenarios -d 'A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand health" -l certs -d 'A folder of certificate recipes; one with the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand health" -l data -d 'The folder of the lab CA and its keys' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand health" -l color -d 'Colours; NO_COLOR is heeded as well' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c badrdp -n "__fish_badrdp_using_subcommand health" -s v -l verbose -d 'Say more on stderr; twice or thrice for each phase and message'
complete -c badrdp -n "__fish_badrdp_using_subcommand health" -s q -l quiet -d 'Say less on stderr: no warnings, twice no errors'
complete -c badrdp -n "__fish_badrdp_using_subcommand health" -s h -l help -d 'Print help'
complete -c badrdp -n "__fish_badrdp_using_subcommand ca; and not __fish_seen_subcommand_from export path show" -l scenarios -d 'A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand ca; and not __fish_seen_subcommand_from export path show" -l certs -d 'A folder of certificate recipes; one with the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand ca; and not __fish_seen_subcommand_from export path show" -l data -d 'The folder of the lab CA and its keys' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand ca; and not __fish_seen_subcommand_from export path show" -l color -d 'Colours; NO_COLOR is heeded as well' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c badrdp -n "__fish_badrdp_using_subcommand ca; and not __fish_seen_subcommand_from export path show" -s v -l verbose -d 'Say more on stderr; twice or thrice for each phase and message'
complete -c badrdp -n "__fish_badrdp_using_subcommand ca; and not __fish_seen_subcommand_from export path show" -s q -l quiet -d 'Say less on stderr: no warnings, twice no errors'
complete -c badrdp -n "__fish_badrdp_using_subcommand ca; and not __fish_seen_subcommand_from export path show" -s h -l help -d 'Print help'
complete -c badrdp -n "__fish_badrdp_using_subcommand ca; and not __fish_seen_subcommand_from export path show" -f -a "export" -d 'Print the certificate in PEM, or write it to a file'
complete -c badrdp -n "__fish_badrdp_using_subcommand ca; and not __fish_seen_subcommand_from export path show" -f -a "path" -d 'Print where the certificate\'s file lies'
complete -c badrdp -n "__fish_badrdp_using_subcommand ca; and not __fish_seen_subcommand_from export path show" -f -a "show" -d 'Describe the certificate, and how clients are told to trust it'
complete -c badrdp -n "__fish_badrdp_using_subcommand ca; and __fish_seen_subcommand_from export" -l out -d 'The file; stdout if not said' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand ca; and __fish_seen_subcommand_from export" -l scenarios -d 'A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand ca; and __fish_seen_subcommand_from export" -l certs -d 'A folder of certificate recipes; one with the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand ca; and __fish_seen_subcommand_from export" -l data -d 'The folder of the lab CA and its keys' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand ca; and __fish_seen_subcommand_from export" -l color -d 'Colours; NO_COLOR is heeded as well' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c badrdp -n "__fish_badrdp_using_subcommand ca; and __fish_seen_subcommand_from export" -s v -l verbose -d 'Say more on stderr; twice or thrice for each phase and message'
complete -c badrdp -n "__fish_badrdp_using_subcommand ca; and __fish_seen_subcommand_from export" -s q -l quiet -d 'Say less on stderr: no warnings, twice no errors'
complete -c badrdp -n "__fish_badrdp_using_subcommand ca; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help'
complete -c badrdp -n "__fish_badrdp_using_subcommand ca; and __fish_seen_subcommand_from path" -l scenarios -d 'A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand ca; and __fish_seen_subcommand_from path" -l certs -d 'A folder of certificate recipes; one with the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand ca; and __fish_seen_subcommand_from path" -l data -d 'The folder of the lab CA and its keys' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand ca; and __fish_seen_subcommand_from path" -l color -d 'Colours; NO_COLOR is heeded as well' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c badrdp -n "__fish_badrdp_using_subcommand ca; and __fish_seen_subcommand_from path" -s v -l verbose -d 'Say more on stderr; twice or thrice for each phase and message'
complete -c badrdp -n "__fish_badrdp_using_subcommand ca; and __fish_seen_subcommand_from path" -s q -l quiet -d 'Say less on stderr: no warnings, twice no errors'
complete -c badrdp -n "__fish_badrdp_using_subcommand ca; and __fish_seen_subcommand_from path" -s h -l help -d 'Print help'
complete -c badrdp -n "__fish_badrdp_using_subcommand ca; and __fish_seen_subcommand_from show" -l scenarios -d 'A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand ca; and __fish_seen_subcommand_from show" -l certs -d 'A folder of certificate recipes; one with the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand ca; and __fish_seen_subcommand_from show" -l data -d 'The folder of the lab CA and its keys' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand ca; and __fish_seen_subcommand_from show" -l color -d 'Colours; NO_COLOR is heeded as well' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c badrdp -n "__fish_badrdp_using_subcommand ca; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Say more on stderr; twice or thrice for each phase and message'
complete -c badrdp -n "__fish_badrdp_using_subcommand ca; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Say less on stderr: no warnings, twice no errors'
complete -c badrdp -n "__fish_badrdp_using_subcommand ca; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c badrdp -n "__fish_badrdp_using_subcommand schema" -l scenarios -d 'A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand schema" -l certs -d 'A folder of certificate recipes; one with the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand schema" -l data -d 'The folder of the lab CA and its keys' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand schema" -l color -d 'Colours; NO_COLOR is heeded as well' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c badrdp -n "__fish_badrdp_using_subcommand schema" -s v -l verbose -d 'Say more on stderr; twice or thrice for each phase and message'
complete -c badrdp -n "__fish_badrdp_using_subcommand schema" -s q -l quiet -d 'Say less on stderr: no warnings, twice no errors'
complete -c badrdp -n "__fish_badrdp_using_subcommand schema" -s h -l help -d 'Print help'
complete -c badrdp -n "__fish_badrdp_using_subcommand completions" -l scenarios -d 'A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand completions" -l certs -d 'A folder of certificate recipes; one with the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand completions" -l data -d 'The folder of the lab CA and its keys' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand completions" -l color -d 'Colours; NO_COLOR is heeded as well' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c badrdp -n "__fish_badrdp_using_subcommand completions" -s v -l verbose -d 'Say more on stderr; twice or thrice for each phase and message'
complete -c badrdp -n "__fish_badrdp_using_subcommand completions" -s q -l quiet -d 'Say less on stderr: no warnings, twice no errors'
complete -c badrdp -n "__fish_badrdp_using_subcommand completions" -s h -l help -d 'Print help'
complete -c badrdp -n "__fish_badrdp_using_subcommand man" -l out -d 'Write a page for badrdp and one for each command to this folder' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand man" -l scenarios -d 'A folder of scenarios and profiles, laid out as <cause>/<name>.toml and profiles/<name>.toml; what has the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand man" -l certs -d 'A folder of certificate recipes; one with the name of a built-in one replaces it' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand man" -l data -d 'The folder of the lab CA and its keys' -r -F
complete -c badrdp -n "__fish_badrdp_using_subcommand man" -l color -d 'Colours; NO_COLOR is heeded as well' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c badrdp -n "__fish_badrdp_using_subcommand man" -s v -l verbose -d 'Say more on stderr; twice or thrice for each phase and message'
complete -c badrdp -n "__fish_badrdp_using_subcommand man" -s q -l quiet -d 'Say less on stderr: no warnings, twice no errors'
complete -c badrdp -n "__fish_badrdp_using_subcommand man" -s h -l help -d 'Print help'
