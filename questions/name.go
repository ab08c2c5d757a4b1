package questions

import (
	"bufio"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/rivo/uniseg"

	"quizbot/questions/text"
)

// NameOf is what a bank at a path is called that nobody named: the name of its file or folder without an ending. A file
// called README or index goes by its folder. One whose name says nothing, because it only counts or is a hash, goes by the
// title at its top, or else by its folder.
func NameOf(path string) string {
	absolute, err := filepath.Abs(path)
	if err != nil {
		absolute = filepath.Clean(path)
	}
	folder := filepath.Base(filepath.Dir(absolute))
	name := filepath.Base(absolute)
	info, err := os.Stat(absolute)
	if err == nil && info.IsDir() {
		return orBank(name)
	}
	name = strings.TrimSuffix(name, filepath.Ext(name))
	switch {
	case strings.ContainsAny(name, "*?["), isFrontPage(name):
		return firstTelling(folder, titleAt(absolute), name)
	case saysNothing(name):
		return firstTelling(titleAt(absolute), folder, name)
	}
	return orBank(name)
}

// firstTelling is the first name that says something.
func firstTelling(names ...string) string {
	for _, name := range names {
		if !saysNothing(name) {
			return name
		}
	}
	return orBank(names[len(names)-1])
}

func orBank(name string) string {
	if strings.Trim(name, "./\\*?[] ") == "" {
		return "bank"
	}
	return name
}

// isFrontPage reports whether a file of this name stands for its folder.
func isFrontPage(name string) bool {
	stem, _, _ := strings.Cut(strings.ToLower(name), ".")
	stem, _, _ = strings.Cut(stem, "-") // README-en, README.zh-CN
	stem, _, _ = strings.Cut(stem, "_")
	return stem == "readme" || stem == "index"
}

// emptyWord is a word of a name that says nothing: a number, a hash, an id.
var emptyWord = regexp.MustCompile(`(?i)^(?:\d*|v\d+|[0-9a-f]*\d[0-9a-f]{7,}|[0-9a-f]{7,}\d[0-9a-f]*|untitled|unnamed|tmp|temp|new|copy)$`)

// saysNothing reports whether a name holds no word that tells what it names.
func saysNothing(name string) bool {
	for word := range strings.FieldsFuncSeq(name, func(c rune) bool { return strings.ContainsRune("._- ()/\\*?[]", c) }) {
		if !emptyWord.MatchString(word) {
			return false
		}
	}
	return true
}

// titleAt is the title at the top of a Markdown file, empty where there is none.
func titleAt(path string) string {
	const most = 64 << 10 // bytes that are looked at
	file, err := os.Open(path)
	if err != nil || !isFile(path) {
		return ""
	}
	defer func() { _ = file.Close() }() // it was only read
	lines := bufio.NewScanner(io.LimitReader(file, most))
	lines.Buffer(nil, most)
	inFence := false
	for lines.Scan() {
		line := strings.TrimPrefix(lines.Text(), "\ufeff")
		switch rest, isTitle := strings.CutPrefix(line, "# "); {
		case text.IsCodeFence(line):
			inFence = !inFence
		case inFence:
		case strings.HasPrefix(line, "##"):
			return ""
		case isTitle:
			return shortName(text.CleanSection(rest))
		}
	}
	return ""
}

// shortName keeps the name of a bank short enough to stand in front of each of its questions.
func shortName(text string) string {
	const most = 40 // characters as a reader counts them
	end, n := 0, 0
	for clusters := uniseg.NewGraphemes(text); clusters.Next(); n++ {
		if n == most {
			return strings.TrimSpace(text[:end]) + "…"
		}
		_, end = clusters.Positions()
	}
	return text
}
