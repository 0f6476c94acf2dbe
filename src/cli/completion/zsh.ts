import type { CommandGrammar, Grammar, OptionGrammar } from "./grammar.ts";
import type { Takes } from "./vocabulary.ts";

/** The completion for zsh, with descriptions; it starts no program either. */
export function zshCompletion({ commands }: Grammar): string {
  return `#compdef glance-audit
# Completion of glance-audit for zsh. In ~/.zshrc, after compinit: source <(glance-audit completion zsh)
_glance-audit() {
  local curcontext=$curcontext state line
  local -a commands
  commands=(
${commands.map(({ name, describe }) => `    ${quote(`${name}:${describe}`)}`).join("\n")}
  )
  _arguments -C '--help[Show help]' '--version[Show version number]' '1: :->command' '*:: :->rest' && return
  case $state in
    command) _describe -t commands command commands ;;
    rest)
      case $words[1] in
${commands.map(commandCase).join("\n")}
      esac ;;
  esac
}
if [[ $funcstack[1] == _glance-audit ]]; then
  _glance-audit "$@"
else
  compdef _glance-audit glance-audit
fi
`;
}

function commandCase({ name, words, options }: CommandGrammar): string {
  const specs = options.flatMap(specsOf).map((spec) => `          ${quote(spec)}`);
  const more = words === "text" ? [] : [`          ${quote(`*:word:${action(words, false)}`)}`];
  return `        ${name}) _arguments \\\n${[...specs, ...more].join(" \\\n")} ;;`;
}

/** One for each name of an option, as _arguments wants them. */
function specsOf({ names, describe, takes, list }: OptionGrammar): string[] {
  const text = describe.replaceAll(/[\\[\]:]/g, "\\$&");
  return names.map((name) => {
    const again = list ? "*" : names.length > 1 ? `(${names.join(" ")})` : "";
    if (takes === undefined) return `${again}${name}[${text}]`;
    const sign = name.startsWith("--") ? "=" : "+";
    return `${again}${name}${sign}[${text}]:${name.replaceAll("-", " ").trim()}:${action(takes, list)}`;
  });
}

function action(takes: Takes, list: boolean): string {
  if (takes === "text") return "";
  if (takes === "file") return "_files";
  return list ? `_values -s , value ${takes.join(" ")}` : `(${takes.join(" ")})`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
