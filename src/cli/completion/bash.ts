import type { CommandGrammar, Grammar, OptionGrammar } from "./grammar.ts";
import type { Takes } from "./vocabulary.ts";

/**
 * The completion for bash: all words are in the script, so that a TAB starts no program. It keeps to bash 3.2,
 * which macOS has.
 */
export function bashCompletion({ commands }: Grammar): string {
  return `# Completion of glance-audit for bash. In ~/.bashrc: source <(glance-audit completion bash)
_glance_audit() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} command= takes= list= options= i
  COMPREPLY=()
  # bash makes three words of --option=value.
  if [[ $cur == = ]]; then
    cur=
  elif [[ $prev == = ]]; then
    prev=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    case \${COMP_WORDS[i]} in
      ${commands.map(({ name }) => name).join("|")}) command=\${COMP_WORDS[i]}; break ;;
    esac
  done
  case $command in
    "") takes='${commands.map(({ name }) => name).join(" ")}' options='--help --version' ;;
${commands.map(commandCase).join("\n")}
  esac
  if [[ $takes == '<file>' ]]; then
    local IFS=$'\\n'
    COMPREPLY=($(compgen -f -- "$cur"))
    compopt -o filenames 2>/dev/null
  elif [[ -n $list && $cur == *,* ]]; then
    COMPREPLY=($(compgen -P "\${cur%,*}," -W "$takes" -- "\${cur##*,}"))
  elif [[ $cur == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$cur"))
  else
    COMPREPLY=($(compgen -W "$takes" -- "$cur"))
  fi
}
complete -F _glance_audit glance-audit
`;
}

function commandCase({ name, words, options }: CommandGrammar): string {
  const names = options.flatMap((option) => option.names).join(" ");
  const taking = options.filter(({ takes }) => takes !== undefined);
  const cases = [...Map.groupBy(taking, settings)].map(
    ([set, alike]) => `        ${alike.flatMap((option) => option.names).join("|")}) options= ${set} ;;`,
  );
  return `    ${name})
      options='${names}'
      case $prev in
${cases.join("\n")}
        *) takes='${listOf(words)}' ;;
      esac ;;`;
}

function settings({ takes = "text", list }: OptionGrammar): string {
  return `takes='${listOf(takes)}'${list && takes !== "text" ? " list=1" : ""}`;
}

function listOf(takes: Takes): string {
  if (takes === "text") return "";
  return takes === "file" ? "<file>" : takes.join(" ");
}
