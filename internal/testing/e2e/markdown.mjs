// Reads lines of JSON, {"content": Markdown}, and writes for each what discord-markdown-parser makes of it:
// {"text": all that is read as text or code, "effects": [[kind, what it acts on], …]}.
import readline from 'node:readline'
import md from 'discord-markdown-parser'

// Messages of a bot have masked links as well, which are the parser's extended rules. What the parser lacks is added:
// lists, and headings right after a quotation.
const { SimpleMarkdown, rulesExtended } = md
const startsLine = ({ prevCapture }) => prevCapture === null || prevCapture[0].endsWith('\n')
const startingLines = rule => ({ ...rule, match: (source, state) => startsLine(state) ? rule.match(source, { ...state, prevCapture: null }) : null })
const parse = SimpleMarkdown.parserFor({
  ...rulesExtended,
  heading: startingLines(rulesExtended.heading),
  subtext: startingLines(rulesExtended.subtext),
  list: {
    order: 0,
    match: (source, state) => startsLine(state) ? /^ *(?:[-*]|\d+\.) +(?=\S)/.exec(source) : null,
    parse: ([marker]) => ({ content: [], target: marker.trim() }),
  },
})

function judge(content) {
  const judged = { text: '', effects: [] }
  const walk = nodes => {
    for (const node of nodes) {
      const { type, content } = node
      if (type === 'text') {
        judged.text += content
      } else if (type === 'br' || type === 'newline') {
        judged.text += '\n'
      } else if (type === 'twemoji') { // a character like others, only drawn by Discord
        judged.text += node.name
      } else {
        const effect = [type, node.target ?? node.id ?? node.timestamp ?? node.lang ?? '']
        judged.effects.push(effect)
        const before = judged.text.length
        if (Array.isArray(content)) walk(content)
        else judged.text += content ?? ''
        if (!effect[1]) effect[1] = judged.text.slice(before)
        if (type === 'heading' || type === 'subtext') judged.text += '\n'
      }
    }
  }
  walk(parse(content, { inline: true }))
  return judged
}

for await (const line of readline.createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  console.log(JSON.stringify(judge(JSON.parse(line).content)))
}
