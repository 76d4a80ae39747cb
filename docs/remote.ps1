#Requires -Version 5.1
<#
.SYNOPSIS
    Runs mstsc against the cases of `badrdp run --client remote`.
.DESCRIPTION
    Fetches a case, writes an .rdp file, starts mstsc, waits until it ends, the server has
    seen enough or the time is up, reads the reason of event 1026 and posts it. Ends when
    there are no more cases. See docs/remote.md.

    Written from documentation; not run on Windows by the authors.
.PARAMETER Url
    Where the cases are, such as http://192.0.2.7:8033.
.PARAMETER Token
    The token that badrdp printed.
.PARAMETER MostCases
    Ends after so many cases.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory = $true)] [string] $Url,
    [Parameter(Mandatory = $true)] [string] $Token,
    [int] $MostCases = 10000
)

Set-StrictMode -Version 2
$ErrorActionPreference = 'Stop'
$headers = @{ Authorization = "Bearer $Token" }
$log = 'Microsoft-Windows-TerminalServices-RDPClient/Operational'
$base = $Url.TrimEnd('/')

# The next case; nothing when there are no more.
function Get-Case {
    for ($try = 0; $try -lt 180; $try++) {
        try {
            $answer = Invoke-WebRequest -UseBasicParsing -Uri "$base/next" -Headers $headers -TimeoutSec 40
        } catch {
            # 503: no case yet. Windows PowerShell and PowerShell 7 throw different things.
            $property = $_.Exception.PSObject.Properties['Response']
            if ($property -and $property.Value -and [int] $property.Value.StatusCode -eq 503) { continue }
            throw
        }
        if ($answer.StatusCode -eq 204) { return $null }
        return $answer.Content | ConvertFrom-Json
    }
    return $null
}

# Whether the server has seen enough, or has given the case up.
function Test-Enough([long] $Case) {
    try {
        $state = Invoke-RestMethod -Uri "$base/state/$Case" -Headers $headers -TimeoutSec 10
        return [bool] $state.enough
    } catch {
        return $true
    }
}

# The reason in the first event 1026 since then; nothing when there is none.
function Get-Reason([datetime] $Since) {
    $filter = @{ LogName = $log; Id = 1026; StartTime = $Since }
    for ($try = 0; $try -lt 10; $try++) {
        $found = Get-WinEvent -FilterHashtable $filter -MaxEvents 1 -ErrorAction SilentlyContinue
        if ($found) { return $found }
        Start-Sleep -Milliseconds 300
    }
    return $null
}

function Invoke-Case($Case) {
    $target = '{0}:{1}' -f $Case.address, $Case.port
    $file = Join-Path $env:TEMP ('badrdp-{0}.rdp' -f $Case.case)
    @(
        "full address:s:$target"
        "username:s:$($Case.user)"
        'screen mode id:i:1'
        'desktopwidth:i:1024'
        'desktopheight:i:768'
        'authentication level:i:1'      # no connection when the certificate is wrong
        'prompt for credentials:i:0'
        'autoreconnection enabled:i:0'
        'redirectclipboard:i:0'
        'redirectprinters:i:0'
    ) | Set-Content -Path $file -Encoding Unicode
    & cmdkey "/generic:TERMSRV/$($Case.address)" "/user:$($Case.user)" "/pass:$($Case.password)" | Out-Null
    $start = Get-Date
    $client = Start-Process -FilePath mstsc.exe -ArgumentList "`"$file`"" -PassThru
    try {
        $deadline = $start.AddSeconds($Case.deadline_s)
        $ended = 'by itself'
        while (-not $client.WaitForExit(500)) {
            if (Test-Enough $Case.case) { $ended = 'because the server had seen enough'; break }
            if ((Get-Date) -ge $deadline) { $ended = 'at the deadline'; break }
        }
        $event1026 = Get-Reason $start
        if (-not $client.HasExited) { $client.Kill(); $client.WaitForExit(5000) | Out-Null }
    } finally {
        & cmdkey "/delete:TERMSRV/$($Case.address)" | Out-Null
        Remove-Item -Path $file -ErrorAction SilentlyContinue
    }

    $result = @{ text = "mstsc ended $ended" }
    if ($event1026) {
        $result.text += "`n" + $event1026.Message
        $reason = 0
        $first = @($event1026.Properties)[0].Value
        if ([int]::TryParse([string] $first, [ref] $reason)) { $result.code = $reason }
    } elseif ($ended -eq 'at the deadline') {
        # It had to be killed, whether it was waiting or asking: that is `hung`.
        $result.outcome = 'hung'
    }
    $body = $result | ConvertTo-Json -Compress
    Invoke-RestMethod -Method Post -Uri "$base/result/$($Case.case)" -Headers $headers `
        -ContentType 'application/json; charset=utf-8' -Body ([Text.Encoding]::UTF8.GetBytes($body)) -TimeoutSec 30 | Out-Null
}

for ($count = 0; $count -lt $MostCases; $count++) {
    $case = Get-Case
    if ($null -eq $case) { break }
    Write-Host ('{0}  {1}:{2}' -f $case.scenario, $case.address, $case.port)
    try {
        Invoke-Case $case
    } catch {
        Write-Warning ('{0}: {1}' -f $case.scenario, $_)
    }
}
