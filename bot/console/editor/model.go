package editor

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textarea"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
)

// model is the editor's state. Between two requests it keeps typed-ahead keys for the next one.
type model struct {
	editor     *Editor
	area       textarea.Model
	request    *Request
	width      int
	height     int
	typedAhead []tea.Msg // keys typed between requests

	history      []string
	historyIndex int    // position in the history, 0 for the entry being typed
	draft        string // entry being typed before the history was recalled

	pasted     bool   // the text begins with a paste
	typed      []rune // typed keys of the current line
	typedWhole bool   // typed is the whole line
}

// maxRows is the maximum number of rows of a text.
const maxRows = 9_000

// maxTypedAhead keeps a stuck key from filling the memory.
const maxTypedAhead = 10_000

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

// View returns the entry being typed, nothing between requests.
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
		m.fitToScreen()
		m.editor.width.Store(int64(msg.Width))
	case Request:
		return m, m.startRequest(&msg)
	case tea.KeyPressMsg, tea.PasteMsg:
		if m.request != nil {
			return m, m.handleKey(msg)
		}
		if len(m.typedAhead) < maxTypedAhead {
			m.typedAhead = append(m.typedAhead, msg)
		}
	}
	return m, nil
}

// startRequest starts reading, beginning with the typed-ahead keys.
func (m *model) startRequest(r *Request) tea.Cmd {
	m.request = r
	m.area.Prompt = r.Prompt
	m.setText(r.Text)
	early := m.typedAhead
	m.typedAhead = nil
	var commands []tea.Cmd
	for i, msg := range early {
		if m.request == nil {
			m.typedAhead = append(m.typedAhead, early[i:]...)
			break
		}
		commands = append(commands, m.handleKey(msg))
	}
	return tea.Batch(commands...)
}

// setText replaces the text.
func (m *model) setText(text string) {
	m.fitToScreen()
	m.area.SetValue(text)
	m.area.MoveToEnd()
	m.pasted = false
	m.typed, m.typedWhole = nil, text == ""
	m.fitToScreen()
}

// fitToScreen makes the area as wide as the terminal and at most as high.
func (m *model) fitToScreen() {
	m.area.MaxHeight = max(1, m.height-1)
	m.area.SetWidth(m.width)
}

// handleKey handles one key or paste.
func (m *model) handleKey(msg tea.Msg) tea.Cmd {
	if paste, ok := msg.(tea.PasteMsg); ok {
		m.insertPaste(paste.Content)
		return nil
	}
	press, _ := msg.(tea.KeyPressMsg)
	switch press.String() {
	case "enter", "ctrl+j":
		m.handleEnter(press)
		return nil
	case "ctrl+c":
		m.handleInterrupt()
		return nil
	case "ctrl+d":
		if m.handleEndOfInput() {
			return nil
		}
	case "ctrl+l":
		return m.clearScreen()
	case "ctrl+z":
		return tea.Suspend
	case "tab":
		if m.request.Words == nil {
			return m.completeInput()
		}
		m.insertText(tabSpaces)
		return nil
	case "up", "ctrl+p":
		if m.cursorAtTop() && m.recallHistory(1) {
			return nil
		}
	case "down", "ctrl+n":
		if m.cursorAtBottom() && m.recallHistory(-1) {
			return nil
		}
	}
	m.editWithKey(press)
	return nil
}

// clearScreen scrolls the output out of sight.
func (m *model) clearScreen() tea.Cmd {
	return tea.Sequence(tea.Println(strings.Repeat("\n", max(0, m.height-m.area.Height()-1))), tea.ClearScreen)
}

// editWithKey passes a key to the text area. It tracks whether the current line was typed in full.
func (m *model) editWithKey(press tea.KeyPressMsg) {
	switch {
	case press.Text != "":
		m.typed = append(m.typed, []rune(press.Text)...)
	case press.String() == "backspace" && len(m.typed) > 0:
		m.typed = m.typed[:len(m.typed)-1]
	case press.String() == "alt+enter" || press.String() == "shift+enter":
		m.typed, m.typedWhole = nil, true
	default:
		m.typedWhole = false
	}
	m.area, _ = m.area.Update(press)
	m.afterEdit()
}

// tabSpaces is inserted by Tab in a text of several lines.
const tabSpaces = "    "

// insertText inserts text that wasn't typed key by key.
func (m *model) insertText(text string) {
	m.typedWhole = false
	m.area.InsertString(text)
	m.afterEdit()
}

// afterEdit updates the state after a change of the text.
func (m *model) afterEdit() {
	if m.currentLine() == "" {
		m.typed, m.typedWhole = nil, true
	}
	if m.area.Value() == "" {
		m.pasted = false
	}
	m.fitToScreen()
}

// insertPaste inserts pasted text unchanged.
func (m *model) insertPaste(text string) {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	if m.request.Words == nil {
		text = strings.TrimRight(text, "\n")
	}
	if m.area.Line() == 0 && m.area.Column() == 0 && strings.TrimSpace(text) != "" {
		m.pasted = true
	}
	m.typedWhole = false
	m.area, _ = m.area.Update(tea.PasteMsg{Content: text})
	m.afterEdit()
}

// currentLine returns the line under the cursor.
func (m *model) currentLine() string {
	lines := strings.Split(m.area.Value(), "\n")
	return lines[min(m.area.Line(), len(lines)-1)]
}

func (m *model) cursorAtTop() bool { return m.area.Line() == 0 && m.area.LineInfo().RowOffset == 0 }

func (m *model) cursorAtBottom() bool {
	info := m.area.LineInfo()
	return m.area.Line() == m.area.LineCount()-1 && info.RowOffset == info.Height-1
}

// handleEnter ends the entry or begins another line.
func (m *model) handleEnter(press tea.KeyPressMsg) {
	text := m.area.Value()
	if m.request.Words == nil {
		m.addToHistory(text)
		m.finishRequest(result{entry: Entry{Text: text, Pasted: m.pasted}})
		return
	}
	word := strings.TrimSpace(m.currentLine())
	if m.typedWhole && string(m.typed) == m.currentLine() && slices.Contains(m.request.Words, word) {
		lines := strings.Split(text, "\n")
		lines = slices.Delete(lines, m.area.Line(), m.area.Line()+1)
		m.finishRequest(result{entry: Entry{Text: strings.Join(lines, "\n"), Word: word}})
		return
	}
	m.area, _ = m.area.Update(press)
	m.typed, m.typedWhole = nil, m.currentLine() == ""
	m.fitToScreen()
}

// handleInterrupt handles Ctrl-C. It discards the text at a prompt, cancels a text of several
// lines, and ends reading when nothing is typed.
func (m *model) handleInterrupt() {
	switch {
	case m.request.Words != nil:
		m.finishRequest(result{entry: Entry{Text: m.area.Value(), Word: CancelWord}})
	case m.area.Value() != "":
		m.historyIndex = 0
		m.setText("")
	default:
		m.finishRequest(result{err: ErrInterrupted})
	}
}

// handleEndOfInput handles Ctrl-D. It ends a text of several lines, and ends reading when nothing
// is typed.
func (m *model) handleEndOfInput() bool {
	switch text := m.area.Value(); {
	case m.request.Words != nil:
		m.finishRequest(result{entry: Entry{Text: strings.TrimSuffix(text, "\n"), Word: EndWord}})
	case text == "":
		m.finishRequest(result{err: ErrEnd})
	default:
		return false
	}
	return true
}

// finishRequest delivers the result.
func (m *model) finishRequest(a result) {
	m.request = nil
	m.area.Reset()
	m.fitToScreen()
	go func() {
		select {
		case m.editor.answers <- a:
		case <-m.editor.done:
		}
	}()
}

// addToHistory adds an entry to the history.
func (m *model) addToHistory(text string) {
	m.historyIndex = 0
	if strings.TrimSpace(text) != "" && (len(m.history) == 0 || m.history[len(m.history)-1] != text) {
		m.history = append(m.history, text)
	}
}

// recallHistory moves through the history. A text of several lines has none.
func (m *model) recallHistory(by int) bool {
	back := m.historyIndex + by
	if m.request.Words != nil || back < 0 || back > len(m.history) {
		return false
	}
	if m.historyIndex == 0 {
		m.draft = m.area.Value()
	}
	m.historyIndex = back
	text := m.draft
	if back > 0 {
		text = m.history[len(m.history)-back]
	}
	m.setText(text)
	return true
}

// completeInput completes the text as far as it is unambiguous, otherwise it lists the options.
func (m *model) completeInput() tea.Cmd {
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
	common := commonPrefix(options)
	if strings.HasPrefix(strings.ToLower(common), strings.ToLower(before)) && len(common) > len(before) || len(options) == 1 {
		m.setText(common + after)
		m.area.SetCursorColumn(len([]rune(common)))
		m.typedWhole = false
		return nil
	}
	var shown []tea.Cmd
	for line := range strings.SplitSeq(formatOptions(options, m.width), "\n") {
		shown = append(shown, tea.Println(line))
	}
	return tea.Sequence(append(shown, tea.ClearScreen)...)
}

// commonPrefix returns the common beginning of all options.
func commonPrefix(options []Completion) string {
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

// formatOptions arranges the labels of options in columns.
func formatOptions(options []Completion, width int) string {
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
