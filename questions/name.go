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

// NameOf returns the default name of the bank at a path: the name of its file or folder without an
// ending. A file called README or index is named after its folder. A meaningless name, such as a
// number or a hash, is replaced by the title at the top of the file, or else by its folder.
func NameOf(path string) string {
	absolute, err := filepath.Abs(path)
	if err != nil {
		absolute = filepath.Clean(path)
	}
	folder := filepath.Base(filepath.Dir(absolute))
	name := filepath.Base(absolute)
	info, err := os.Stat(absolute)
	if err == nil && info.IsDir() {
		return orDefaultName(name)
	}
	name = strings.TrimSuffix(name, filepath.Ext(name))
	switch {
	case strings.ContainsAny(name, "*?["), isFrontPage(name):
		return firstMeaningful(folder, readTitle(absolute), name)
	case isMeaningless(name):
		return firstMeaningful(readTitle(absolute), folder, name)
	}
	return orDefaultName(name)
}

// firstMeaningful returns the first name that is not meaningless.
func firstMeaningful(names ...string) string {
	for _, name := range names {
		if !isMeaningless(name) {
			return name
		}
	}
	return orDefaultName(names[len(names)-1])
}

func orDefaultName(name string) string {
	if strings.Trim(name, "./\\*?[] ") == "" {
		return "bank"
	}
	return name
}

// isFrontPage reports whether a file of this name introduces its folder.
func isFrontPage(name string) bool {
	stem, _, _ := strings.Cut(strings.ToLower(name), ".")
	stem, _, _ = strings.Cut(stem, "-") // README-en, README.zh-CN
	stem, _, _ = strings.Cut(stem, "_")
	return stem == "readme" || stem == "index"
}

// meaninglessWord is a number, a hash, or a word such as untitled.
var meaninglessWord = regexp.MustCompile(`(?i)^(?:\d*|v\d+|[0-9a-f]*\d[0-9a-f]{7,}|[0-9a-f]{7,}\d[0-9a-f]*|untitled|unnamed|tmp|temp|new|copy)$`)

// isMeaningless reports whether a name consists of meaningless words.
func isMeaningless(name string) bool {
	for word := range strings.FieldsFuncSeq(name, func(c rune) bool { return strings.ContainsRune("._- ()/\\*?[]", c) }) {
		if !meaninglessWord.MatchString(word) {
			return false
		}
	}
	return true
}

// readTitle returns the title at the top of a Markdown file, empty where there is none.
func readTitle(path string) string {
	const most = 64 << 10 // bytes that are looked at
	file, err := os.Open(path)
	if err != nil || !isRegularFile(path) {
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
			return truncateName(text.CleanSection(rest))
		}
	}
	return ""
}

// truncateName keeps a bank's name short enough to stand in front of each of its questions.
func truncateName(text string) string {
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
