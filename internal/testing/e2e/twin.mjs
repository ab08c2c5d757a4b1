// Discord on this machine, for as long as its standard input stays open: discord-digital-twin, made to behave as Discord
// does where a bot can tell the difference, and a second port on which a test does what people do.
//
//	node twin.mjs '{"port": …, "control": …, "token": …, "bot": ID, "guild": ID, "channel": ID, "users": [ID, …]}'
//
// The first user owns the server and may manage it; the others may read and write.
import { AsyncLocalStorage } from 'node:async_hooks'
import http from 'node:http'
import { DigitalDiscord, generateSnowflake } from 'discord-digital-twin'

const world = JSON.parse(process.argv[2])

// Flags of messages that stay once they are set.
const HAS_THREAD = 1 << 5
const EPHEMERAL = 1 << 6
const COMPONENTS_V2 = 1 << 15
const LASTING = HAS_THREAD | EPHEMERAL | COMPONENTS_V2

const DEFERRED = 5, DEFERRED_UPDATE = 6, UPDATE = 7, FORM = 9 // types of answers
const COMMAND = 2, PRESS = 3, COMPLETION = 4, SUBMISSION = 5 // types of interactions
const [ROW, BUTTON, STRING_SELECT, TEXT_INPUT, LABEL] = [1, 2, 3, 4, 18] // types of components

// ---- What the emulator keeps, corrected on its way into the database.

const interactions = new Map() // token → {id, user, messages: ids of what the bot said}
const readers = new Map() // id of a message → the only one who sees it
const threads = new Map() // id that the emulator made up for a thread → id of the message under which it is
const asking = new AsyncLocalStorage() // the interaction's token that stands in the request's path

const threadID = id => threads.get(id) ?? id

const corrections = {
  channel: {
    // A thread has the id of its message, and the message says that it has one.
    async create({ args, query }) {
      const message = args.data.starterMessageId
      if (message) {
        threads.set(args.data.id, message)
        args.data.id = message
        const { flags } = await base.message.findUniqueOrThrow({ where: { id: message } })
        await base.message.update({ where: { id: message }, data: { flags: flags | HAS_THREAD } })
      }
      return query(args)
    },
    findUniqueOrThrow({ args, query }) {
      args.where.id = threadID(args.where.id)
      return query(args)
    },
  },
  threadMember: {
    create({ args, query }) {
      args.data.channelId = threadID(args.data.channelId)
      return query(args)
    },
  },
  interactionResponse: {
    // A deferred answer to a press is a message of its own, not the one with the button.
    update({ args, query }) {
      if (args.data.type === DEFERRED) args.data.messageId = null
      return query(args)
    },
  },
  message: {
    // What was deferred for one person alone is for that person, whatever the flags of the text that follows.
    async create({ args, query }) {
      const token = asking.getStore()
      const interaction = interactions.get(token)
      if (interaction) {
        const row = await base.interactionResponse.findUniqueOrThrow({ where: { interactionToken: token } })
        if (row.type === DEFERRED && !row.messageId) args.data.flags |= JSON.parse(row.data)?.flags & EPHEMERAL
        if (args.data.flags & EPHEMERAL) readers.set(args.data.id, interaction.user)
        interaction.messages.push(args.data.id)
      }
      return query(args)
    },
    async update({ args, query }) {
      if (args.data.flags != null) {
        const { flags } = await base.message.findUniqueOrThrow({ where: args.where })
        args.data.flags |= flags & LASTING
      }
      return query(args)
    },
    // No history shows what one person alone sees.
    async findMany({ args, query }) {
      return (await query(args)).filter(m => !(m.flags & EPHEMERAL))
    },
  },
}

const discord = new DigitalDiscord({
  botToken: world.token,
  botUser: { id: world.bot, username: 'quizbot' },
  users: world.users.map((id, i) => ({ id, username: `member${i + 1}` })),
  guild: { id: world.guild, name: 'Test', ownerId: world.users[0], channels: [{ id: world.channel, name: 'general', type: 0 }] },
})
const base = discord.prisma
discord.prisma = base.$extends({ query: corrections })

// The emulator listens on a free port of every interface; here it is the wanted one of this machine alone.
const { listen } = http.Server.prototype
http.Server.prototype.listen = function (_port, then) {
  return listen.call(this, world.port, '127.0.0.1', then)
}
await discord.start()
http.Server.prototype.listen = listen

const MAY_TALK = 1 << 10 | 1 << 11 | 1 << 16, MAY_MANAGE_SERVER = 1 << 5
for (const [i, userId] of world.users.entries()) {
  await base.guildMember.update({
    where: { guildId_userId: { guildId: world.guild, userId } },
    data: { permissions: String(MAY_TALK | (i === 0 ? MAY_MANAGE_SERVER : 0)) },
  })
}

// ---- Requests: commands are kept as they were registered, everything else is the emulator's.

let commands = []
const { httpServer, gateway } = discord.server
const [serve] = httpServer.listeners('request')
httpServer.removeAllListeners('request')
httpServer.on('request', async (request, response) => {
  const { pathname } = new URL(request.url, 'http://twin')
  if (pathname === `/api/v10/applications/${world.bot}/commands` && ['GET', 'PUT'].includes(request.method)) {
    if (request.method === 'PUT') commands = (await read(request)).map(registered)
    return write(response, 200, commands)
  }
  const [, token] = /\/(?:interactions|webhooks)\/\d+\/([^/]+)/.exec(pathname) ?? []
  return asking.run(token, () => serve(request, response))
})

// A command of a known name keeps its id.
function registered(command) {
  return {
    id: commands.find(c => c.name === command.name)?.id ?? generateSnowflake(),
    application_id: world.bot,
    version: generateSnowflake(),
    type: 1,
    default_member_permissions: null,
    dm_permission: true,
    nsfw: false,
    contexts: null,
    integration_types: [0],
    ...command,
  }
}

async function read(request) {
  let text = ''
  for await (const chunk of request) text += chunk
  return text === '' ? undefined : JSON.parse(text)
}

function write(response, status, value) {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value))
}

// ---- The gateway: no session is resumed, and a bot hears only what it asked to hear.

const handle = gateway.handleMessage.bind(gateway)
gateway.handleMessage = async (client, raw) => {
  if (JSON.parse(raw).op === 6) return gateway.send(client, { op: 9, d: false, s: null, t: null })
  return handle(client, raw)
}

const GUILDS = 1 << 0, GUILD_MESSAGES = 1 << 9, GUILD_MESSAGE_REACTIONS = 1 << 10, MESSAGE_CONTENT = 1 << 15
const INTENTS = [[/^(GUILD|CHANNEL|THREAD)_/, GUILDS], [/^MESSAGE_REACTION_/, GUILD_MESSAGE_REACTIONS], [/^MESSAGE_(?!REACTION)/, GUILD_MESSAGES]]

const dispatch = gateway.sendDispatch.bind(gateway)
gateway.sendDispatch = (client, event, data) => {
  if (INTENTS.some(([events, intent]) => events.test(event) && !(client.intents & intent))) return
  if (/^MESSAGE_(CREATE|UPDATE)$/.test(event)) {
    if (data.flags & EPHEMERAL) return
    if (!(client.intents & MESSAGE_CONTENT) && data.author.id !== world.bot) {
      data = { ...data, content: '', embeds: [], attachments: [], components: [] }
    }
  }
  if (event === 'GUILD_CREATE') {
    const isThread = channel => channel.type >= 10 && channel.type <= 12
    data = { ...data, channels: data.channels.filter(c => !isThread(c)), threads: data.channels.filter(isThread) }
  }
  dispatch(client, event, data)
}

// ---- What people do, and what they see.

async function interact(type, { user, channel, message }, data) {
  const { id, token } = await discord.simulateInteraction({ type, channelId: channel, userId: user, messageId: message, data })
  interactions.set(token, { id, user, messages: [] })
  return { id }
}

// A command has the options with which it was registered, and while one is being typed it may lack some.
function typed(type, { user, channel = world.channel, name, options = [] }) {
  const command = commands.find(c => c.name === name)
  if (!command) throw new Error(`there is no command ${name}`)
  fit(command.options, options, type === COMPLETION)
  const users = {}, members = {}
  const resolve = list => {
    for (const { type, value, options = [] } of list) {
      if (type === 6) {
        users[value] = { id: value, username: `member${world.users.indexOf(value) + 1}`, discriminator: '0', global_name: null, avatar: null }
        members[value] = { roles: [], nick: null, joined_at: new Date().toISOString(), flags: 0, permissions: String(MAY_TALK) }
      }
      resolve(options)
    }
  }
  resolve(options)
  const resolved = Object.keys(users).length > 0 ? { resolved: { users, members } } : {}
  return interact(type, { user, channel }, { id: command.id, name, type: 1, options, ...resolved })
}

// fit throws where no client of Discord would send the given options.
function fit(known, given, unfinished) {
  known ??= []
  for (const g of given) {
    const k = known.find(k => k.name === g.name && k.type === g.type)
    if (!k) throw new Error(`there is no option ${g.name} of type ${g.type}`)
    if (k.type <= 2) fit(k.options, g.options ?? [], unfinished)
    else if (g.focused && !k.autocomplete) throw new Error(`${g.name} completes nothing`)
    else if (k.choices?.length > 0 && !k.choices.some(c => c.value === g.value)) throw new Error(`${g.value} is no choice of ${g.name}`)
  }
  if (known.some(k => k.type <= 2) && given.length !== 1) throw new Error('a subcommand is missing')
  const missing = known.find(k => k.required && !given.some(g => g.name === k.name))
  if (missing && !unfinished) throw new Error(`${missing.name} is missing`)
}

// within are all components that stand in others.
const within = list => (list ?? []).flatMap(c => [c, ...within(c.components), ...within([c.component, c.accessory].filter(Boolean))])

async function press(type, { user, message, id, values, late }) {
  const shown = await base.message.findUniqueOrThrow({ where: { id: message } })
  const component = within(JSON.parse(shown.components)).find(c => c.custom_id === id)
  if (!late && (component?.type !== type || component.disabled)) throw new Error(`message ${message} has nothing to press with the id ${id}`)
  if (values && !values.every(v => component.options.some(o => o.value === v))) throw new Error(`${values} are not all options`)
  if (readers.has(message) && readers.get(message) !== user) throw new Error(`${user} does not see message ${message}`)
  return interact(PRESS, { user, channel: shown.channelId, message }, { custom_id: id, component_type: type, ...(values && { values }) })
}

// The form that an interaction opened is sent with text in all its inputs.
async function submit({ user, interaction, text }) {
  const row = await base.interactionResponse.findUniqueOrThrow({ where: { interactionId: interaction } })
  if (row.type !== FORM || interactions.get(row.interactionToken).user !== user) throw new Error(`interaction ${interaction} opened no form for ${user}`)
  const form = JSON.parse(row.data)
  const filled = ({ type, custom_id, min_length = 0, max_length = 4000 }) => {
    if (type !== TEXT_INPUT) throw new Error(`a component of type ${type} is no text input`)
    if (text.length < min_length || text.length > max_length) throw new Error(`${text.length} characters do not go into ${custom_id}`)
    return { type, id: 1, custom_id, value: text }
  }
  const components = form.components.map(c => c.type === LABEL ? { type: LABEL, id: 2, component: filled(c.component) }
    : c.type === ROW ? { type: ROW, id: 2, components: c.components.map(filled) } : { type: c.type, id: 2 })
  return interact(SUBMISSION, { user, channel: row.channelId, message: row.messageId ?? undefined }, { custom_id: form.custom_id, components })
}

const older = (a, b) => BigInt(a.id) < BigInt(b.id) ? -1 : 1

async function messages(where) {
  const rows = (await base.message.findMany({ where })).sort(older)
  const reactions = await base.reaction.findMany({ where: { messageId: { in: rows.map(m => m.id) } } })
  return rows.map(m => ({
    id: m.id,
    channel: m.channelId,
    author: m.authorId,
    reader: readers.get(m.id) ?? '',
    flags: m.flags,
    content: m.content,
    components: JSON.parse(m.components),
    reactions: reactions.filter(r => r.messageId === m.id).map(r => r.emoji),
  }))
}

const deeds = {
  'POST /command': deed => typed(COMMAND, deed),
  'POST /complete': deed => typed(COMPLETION, deed),
  'POST /button': deed => press(BUTTON, deed),
  'POST /select': deed => press(STRING_SELECT, deed),
  'POST /modal': submit,
  async 'POST /message'({ user, channel, text }) {
    const { id } = await discord.simulateUserMessage({ channelId: channel, userId: user, content: text })
    return { id }
  },
  async 'POST /edit'({ message, text }) {
    const { channelId } = await base.message.findUniqueOrThrow({ where: { id: message } })
    await discord.simulateUserMessageEdit({ messageId: message, channelId, content: text })
    return { id: message }
  },
  async 'POST /delete'({ message }) {
    const { channelId } = await base.message.findUniqueOrThrow({ where: { id: message } })
    await discord.simulateUserMessageDelete({ messageId: message, channelId })
    return { id: message }
  },
  'GET /messages': ({ channel }) => messages(channel ? { channelId: channel } : {}),
  async 'GET /interaction'({ id }) {
    const row = await base.interactionResponse.findUniqueOrThrow({ where: { interactionId: id } })
    const said = interactions.get(row.interactionToken).messages
    const changed = [DEFERRED_UPDATE, UPDATE].includes(row.type) ? [row.messageId] : []
    return {
      acknowledged: row.acknowledged,
      type: row.type,
      data: JSON.parse(row.data),
      messages: await messages({ id: { in: [...said, ...changed] } }),
    }
  },
  'GET /commands': () => commands,
  async 'GET /threads'() {
    const rows = await base.channel.findMany({ where: { type: { in: [10, 11, 12] } } })
    return rows.sort(older).map(({ id, name, parentId, archived }) => ({ id, name, parent: parentId, archived }))
  },
}

http.createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://twin')
  try {
    const deed = deeds[`${request.method} ${pathname}`]
    if (!deed) throw new Error(`nobody can do ${request.method} ${pathname}`)
    write(response, 200, await deed(await read(request) ?? Object.fromEntries(searchParams)))
  } catch (error) {
    write(response, 400, { error: error.message })
  }
}).listen(world.control, '127.0.0.1')

for (const event of ['end', 'close', 'error']) process.stdin.on(event, () => process.exit())
process.stdin.resume()
process.on('SIGTERM', () => process.exit())
