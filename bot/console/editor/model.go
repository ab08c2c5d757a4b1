package editor

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textarea"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
)

// model is the editor's state. Between two requests it keeps what is typed for the next one.
type model struct {
	editor  *Editor
	area    textarea.Model
	request *Request
	width   int
	height  int
	early   []tea.Msg // what was typed between requests

	history []string
	back    int    // how many entries back in history the text is, 0 for what is being typed
	draft   string // what was being typed before history was looked at

	pasted bool   // the text begins with what was pasted
	typed  []rune // what was typed of the line under the cursor, key by key
	whole  bool   // whether typed is all of it
}

// maxRows is how many rows a text may have.
const maxRows = 9_000

// maxEarly keeps a key that is stuck from filling the memory.
const maxEarly = 10_000

func newModel(editor *Editor) *model {
	area := textarea.New()
	area.ShowLineNumbers = false
	area.MaxWidth, area.CharLimit = 0, 0
	area.DynamicHeight, area.MaxContentHeight = true, maxRows
	area.SetVirtualCursor(false)
	area.KeyMap.Paste = key.NewBinding()
	area.KeyMap.CopySelection = key.NewBinding()
	area.KeyMap.InsertNewline = key.NewBinding(key.WithKeys("enter", "alt+enter", "shift+enter", "ctrl+j"))
	area.SetStyles(textarea.Styles{Focused: plainStyle(), Blurred: plainStyle()})
	area.Focus()
	return &model{editor: editor, area: area, width: editor.Columns(), height: 24}
}

func plainStyle() textarea.StyleState {
	return textarea.StyleState{Selection: lipgloss.NewStyle().Reverse(true)}
}

func (m *model) Init() tea.Cmd { return nil }

// View is what is being typed, nothing between requests.
func (m *model) View() tea.View {
	if m.request == nil {
		return tea.NewView("")
	}
	view := tea.NewView(m.area.View())
	view.Cursor = m.area.Cursor()
	return view
}

func (m *model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
		m.layout()
		m.editor.width.Store(int64(msg.Width))
	case Request:
		return m, m.begin(&msg)
	case tea.KeyPressMsg, tea.PasteMsg:
		if m.request != nil {
			return m, m.take(msg)
		}
		if len(m.early) < maxEarly {
			m.early = append(m.early, msg)
		}
	}
	return m, nil
}

// begin starts to read, with what was typed meanwhile.
func (m *model) begin(r *Request) tea.Cmd {
	m.request = r
	m.area.Prompt = r.Prompt
	m.replace(r.Text)
	early := m.early
	m.early = nil
	var commands []tea.Cmd
	for i, msg := range early {
		if m.request == nil {
			m.early = append(m.early, early[i:]...)
			break
		}
		commands = append(commands, m.take(msg))
	}
	return tea.Batch(commands...)
}

// replace puts another text in the place of what is typed.
func (m *model) replace(text string) {
	m.layout()
	m.area.SetValue(text)
	m.area.MoveToEnd()
	m.pasted = false
	m.typed, m.whole = nil, text == ""
	m.layout()
}

// layout makes the area as wide as the terminal; it grows with its text, at most to the screen.
func (m *model) layout() {
	m.area.MaxHeight = max(1, m.height-1)
	m.area.SetWidth(m.width)
}

// take is one key or paste.
func (m *model) take(msg tea.Msg) tea.Cmd {
	if paste, ok := msg.(tea.PasteMsg); ok {
		m.paste(paste.Content)
		return nil
	}
	press, _ := msg.(tea.KeyPressMsg)
	switch press.String() {
	case "enter", "ctrl+j":
		m.enter(press)
		return nil
	case "ctrl+c":
		m.interrupt()
		return nil
	case "ctrl+d":
		if m.endOfInput() {
			return nil
		}
	case "ctrl+l":
		return m.clearScreen()
	case "ctrl+z":
		return tea.Suspend
	case "tab":
		if m.request.Words == nil {
			return m.complete()
		}
		m.insert(tab)
		return nil
	case "up", "ctrl+p":
		if m.atTop() && m.recall(1) {
			return nil
		}
	case "down", "ctrl+n":
		if m.atBottom() && m.recall(-1) {
			return nil
		}
	}
	m.edit(press)
	return nil
}

// clearScreen scrolls what is shown out of sight.
func (m *model) clearScreen() tea.Cmd {
	return tea.Sequence(tea.Println(strings.Repeat("\n", max(0, m.height-m.area.Height()-1))), tea.ClearScreen)
}

// edit lets the text area take a key, and keeps track of whether the line under the cursor was typed as it stands.
func (m *model) edit(press tea.KeyPressMsg) {
	switch {
	case press.Text != "":
		m.typed = append(m.typed, []rune(press.Text)...)
	case press.String() == "backspace" && len(m.typed) > 0:
		m.typed = m.typed[:len(m.typed)-1]
	case press.String() == "alt+enter" || press.String() == "shift+enter":
		m.typed, m.whole = nil, true
	default:
		m.whole = false
	}
	m.area, _ = m.area.Update(press)
	m.edited()
}

// tab is what the key for it enters in a text of several lines.
const tab = "    "

// insert enters text that was not typed key by key.
func (m *model) insert(text string) {
	m.whole = false
	m.area.InsertString(text)
	m.edited()
}

// edited looks at the text after a change.
func (m *model) edited() {
	if m.line() == "" {
		m.typed, m.whole = nil, true
	}
	if m.area.Value() == "" {
		m.pasted = false
	}
	m.layout()
}

// paste takes text as it is.
func (m *model) paste(text string) {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	if m.request.Words == nil {
		text = strings.TrimRight(text, "\n")
	}
	if m.area.Line() == 0 && m.area.Column() == 0 && strings.TrimSpace(text) != "" {
		m.pasted = true
	}
	m.whole = false
	m.area, _ = m.area.Update(tea.PasteMsg{Content: text})
	m.edited()
}

// line is the line under the cursor.
func (m *model) line() string {
	lines := strings.Split(m.area.Value(), "\n")
	return lines[min(m.area.Line(), len(lines)-1)]
}

func (m *model) atTop() bool { return m.area.Line() == 0 && m.area.LineInfo().RowOffset == 0 }

func (m *model) atBottom() bool {
	info := m.area.LineInfo()
	return m.area.Line() == m.area.LineCount()-1 && info.RowOffset == info.Height-1
}

// enter ends the text, or begins another line of it.
func (m *model) enter(press tea.KeyPressMsg) {
	text := m.area.Value()
	if m.request.Words == nil {
		m.remember(text)
		m.finish(answer{entry: Entry{Text: text, Pasted: m.pasted}})
		return
	}
	word := strings.TrimSpace(m.line())
	if m.whole && string(m.typed) == m.line() && slices.Contains(m.request.Words, word) {
		lines := strings.Split(text, "\n")
		lines = slices.Delete(lines, m.area.Line(), m.area.Line()+1)
		m.finish(answer{entry: Entry{Text: strings.Join(lines, "\n"), Word: word}})
		return
	}
	m.area, _ = m.area.Update(press)
	m.typed, m.whole = nil, m.line() == ""
	m.layout()
}

// interrupt is Ctrl-C: it throws away what is typed at a prompt, closes a text of several lines, and with nothing typed
// ends reading.
func (m *model) interrupt() {
	switch {
	case m.request.Words != nil:
		m.finish(answer{entry: Entry{Text: m.area.Value(), Word: CancelWord}})
	case m.area.Value() != "":
		m.back = 0
		m.replace("")
	default:
		m.finish(answer{err: ErrInterrupted})
	}
}

// endOfInput is Ctrl-D: it ends a text of several lines, and with nothing typed ends reading.
func (m *model) endOfInput() bool {
	switch text := m.area.Value(); {
	case m.request.Words != nil:
		m.finish(answer{entry: Entry{Text: strings.TrimSuffix(text, "\n"), Word: EndWord}})
	case text == "":
		m.finish(answer{err: ErrEnd})
	default:
		return false
	}
	return true
}

// finish hands an answer over.
func (m *model) finish(a answer) {
	m.request = nil
	m.area.Reset()
	m.layout()
	go func() {
		select {
		case m.editor.answers <- a:
		case <-m.editor.done:
		}
	}()
}

// remember adds an entry to the history.
func (m *model) remember(text string) {
	m.back = 0
	if strings.TrimSpace(text) != "" && (len(m.history) == 0 || m.history[len(m.history)-1] != text) {
		m.history = append(m.history, text)
	}
}

// recall shows an entry of the history, further back or less far; a text of several lines has none.
func (m *model) recall(by int) bool {
	back := m.back + by
	if m.request.Words != nil || back < 0 || back > len(m.history) {
		return false
	}
	if m.back == 0 {
		m.draft = m.area.Value()
	}
	m.back = back
	text := m.draft
	if back > 0 {
		text = m.history[len(m.history)-back]
	}
	m.replace(text)
	return true
}

// complete goes on with what is typed as far as there is one way to, and otherwise lists the ways.
func (m *model) complete() tea.Cmd {
	if m.request.Complete == nil || m.pasted || strings.Contains(m.area.Value(), "\n") {
		return nil
	}
	typed := []rune(m.area.Value())
	column := min(m.area.Column(), len(typed))
	before, after := string(typed[:column]), string(typed[column:])
	options := m.request.Complete(before)
	if len(options) == 0 {
		return nil
	}
	common := commonStart(options)
	if strings.HasPrefix(strings.ToLower(common), strings.ToLower(before)) && len(common) > len(before) || len(options) == 1 {
		m.replace(common + after)
		m.area.SetCursorColumn(len([]rune(common)))
		m.whole = false
		return nil
	}
	var shown []tea.Cmd
	for line := range strings.SplitSeq(list(options, m.width), "\n") {
		shown = append(shown, tea.Println(line))
	}
	return tea.Sequence(append(shown, tea.ClearScreen)...)
}

// commonStart is what the lines of all options begin with.
func commonStart(options []Completion) string {
	common := []rune(options[0].Line)
	for _, o := range options[1:] {
		line := []rune(o.Line)
		n := 0
		for n < min(len(common), len(line)) && common[n] == line[n] {
			n++
		}
		common = common[:n]
	}
	return string(common)
}

// list sets the labels of options in columns.
func list(options []Completion, width int) string {
	widest := 0
	for _, o := range options {
		widest = max(widest, lipgloss.Width(o.Label))
	}
	var b strings.Builder
	perRow := max(1, width/(widest+2))
	for i, o := range options {
		b.WriteString(o.Label)
		switch {
		case i == len(options)-1:
		case (i+1)%perRow == 0:
			b.WriteString("\n")
		default:
			b.WriteString(strings.Repeat(" ", widest+2-lipgloss.Width(o.Label)))
		}
	}
	return b.String()
}
