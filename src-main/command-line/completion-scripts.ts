import { assertNever } from '../core/errors'

export const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const
export type Shell = (typeof SHELLS)[number]

/**
 * The script that makes a shell complete `glyphlab`. It asks `glyphlab complete -- WORDS`, which answers a
 * line for each candidate (word, tab, description) and last `:none`, `:files` or `:folders`.
 */
export function completionScript(shell: Shell): string {
  switch (shell) {
    case 'bash':
      return BASH
    case 'zsh':
      return ZSH
    case 'fish':
      return FISH
    case 'powershell':
      return POWERSHELL
    default:
      return assertNever(shell)
  }
}

// Written for bash 3.2 too, which macOS has: no mapfile, and compopt only where there is one.
const BASH = String.raw`_glyphlab() {
  local current="${'$'}{COMP_WORDS[COMP_CWORD]}" line
  COMPREPLY=()
  while IFS= read -r line; do
    case $line in
      :none) compopt +o default 2>/dev/null ;;
      :files | :folders)
        if [[ ${'$'}{#COMPREPLY[@]} -gt 0 ]]; then
          compopt -o filenames 2>/dev/null
          [[ $current == = ]] && current=
          while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -d -- "$current")
        fi ;;
      *) COMPREPLY+=("${'$'}{line%%$'\t'*}") ;;
    esac
  done < <(glyphlab complete -- "${'$'}{COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _glyphlab glyphlab`

const ZSH = String.raw`#compdef glyphlab
_glyphlab() {
  local line paths word meaning
  local -a described
  for line in "${'$'}{(@f)$(glyphlab complete -- "${'$'}{(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    case $line in
      :*) paths=$line ;;
      *)
        word="${'$'}{line%%$'\t'*}"
        meaning="${'$'}{line#*$'\t'}"
        described+=("${'$'}{word//:/\\:}${'$'}{meaning:+:$meaning}") ;;
    esac
  done
  (( ${'$'}#described )) && _describe glyphlab described
  [[ $PREFIX == --*=* ]] && compset -P '*='
  case $paths in
    :files) _files ;;
    :folders) _files -/ ;;
  esac
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  _glyphlab "$@"
else
  compdef _glyphlab glyphlab
fi`

const FISH = String.raw`function __glyphlab_complete
  set -l words (commandline -opc)
  set -l current (commandline -ct)
  for line in (glyphlab complete -- $words[2..-1] "$current" 2>/dev/null)
    switch $line
      case :files
        __fish_complete_path "$current"
      case :folders
        __fish_complete_directories "$current" ''
      case :none
      case '*'
        echo $line
    end
  end
end
complete -c glyphlab -f -a '(__glyphlab_complete)'`

// An empty word is lost on its way to a program before PowerShell 7.3, hence --new-word.
const POWERSHELL = String.raw`Register-ArgumentCompleter -Native -CommandName glyphlab -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @($commandAst.CommandElements | Select-Object -Skip 1 |
    Where-Object { $_.Extent.EndOffset -le $cursorPosition } | ForEach-Object { $_.ToString() })
  $request = if ($wordToComplete -eq '') { @('complete', '--new-word', '--') } else { @('complete', '--') }
  & glyphlab @request @words 2>$null | Where-Object { $_ -notmatch '^:' } | ForEach-Object {
    $word, $description = $_ -split "${'`'}t", 2
    $tooltip = if ($description) { $description } else { $word }
    [System.Management.Automation.CompletionResult]::new($word, $word, 'ParameterValue', $tooltip)
  }
}`
