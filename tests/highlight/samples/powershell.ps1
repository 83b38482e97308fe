#Requires -Version 7.0
<#
.SYNOPSIS
    Finds large files and reports them.
.PARAMETER Path
    Where to look.
#>
[CmdletBinding(SupportsShouldProcess = $true)]
param(
    [Parameter(Mandatory, Position = 0)]
    [ValidateNotNullOrEmpty()]
    [string] $Path,

    [int] $Top = 10,
    [switch] $Recurse,
    [ValidateSet('Csv', 'Json')] [string] $Format = 'Json'
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$limit = 10MB
$started = Get-Date
$sizes = @{ Small = 1KB; Large = 0x10000; Ratio = 1.5 }
$names = @('logs', "temp", 'cache')

# A class with a method
class FileInfoLine {
    [string] $Name
    [long] $Size
    hidden [datetime] $Seen = [datetime]::UtcNow

    FileInfoLine([string] $name, [long] $size) {
        $this.Name = $name
        $this.Size = $size
    }

    [string] ToString() {
        return "{0,-40} {1,10:N0}" -f $this.Name, $this.Size
    }
}

enum Level {
    Info
    Warning = 5
}

function Write-Log {
    param([string] $Message, [Level] $Level = [Level]::Info)
    $time = Get-Date -Format 'HH:mm:ss'
    Write-Host "[$time] $($Level.ToString().ToUpper()): $Message`n" -ForegroundColor Green
}

function Get-LargeFile {
    [OutputType([FileInfoLine])]
    param(
        [Parameter(ValueFromPipeline)] [string[]] $Folder,
        [long] $Minimum = $script:limit
    )
    begin {
        $count = 0
    }
    process {
        foreach ($item in $Folder) {
            if (-not (Test-Path -Path $item)) {
                Write-Warning "No such folder: '$item'"
                continue
            }
            Get-ChildItem -Path $item -File -Recurse:$Recurse -ErrorAction SilentlyContinue |
                Where-Object { $_.Length -ge $Minimum -and $_.Name -notmatch '^~\$' } |
                ForEach-Object {
                    $count++
                    [FileInfoLine]::new($_.FullName, $_.Length)
                }
        }
    }
    end {
        Write-Verbose "Found $count files in ${env:COMPUTERNAME}"
    }
}

try {
    $files = $Path | Get-LargeFile | Sort-Object -Property Size -Descending | Select-Object -First $Top
    switch ($Format) {
        'Csv' { $files | Export-Csv -Path "$PSScriptRoot\large.csv" -NoTypeInformation }
        'Json' {
            $files | ConvertTo-Json -Depth 3 | Out-File -FilePath (Join-Path $PSScriptRoot 'large.json') -Encoding utf8
        }
        default { throw "Unknown format: $Format" }
    }
} catch [System.UnauthorizedAccessException] {
    Write-Error "Not allowed: $($_.Exception.Message)"
    exit 1
} finally {
    $elapsed = (Get-Date) - $started
    Write-Log -Message ("Took {0:N2} seconds" -f $elapsed.TotalSeconds)
}

$report = @"
Files in $Path
  found: $($files.Count)
  "quotes" are fine here
"@

$template = @'
No $variables in here.
'@

for ($i = 0; $i -lt $names.Length; $i++) {
    $name = $names[$i]
    if ($name -eq 'temp' -or $name -like 'c*') { Remove-Item -Path "C:\$name" -Force -WhatIf }
    elseif ($null -ne $sizes[$name]) { break }
    else { Write-Output $report.Length }
}
do { $limit = $limit / 2 } while ($limit -gt 1MB)
while ($true) { if ($limit % 2) { break } else { $limit += 1 } }
$query = Invoke-RestMethod -Uri 'https://example.org/api' -Method Post -Body ($sizes | ConvertTo-Json)
return $query
