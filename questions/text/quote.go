package text

import (
	"strings"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// QuoteList returns texts in quotation marks, with commas between them.
func QuoteList(texts []string) string {
	list := make([]string, len(texts))
	for i, text := range texts {
		list[i] = QuoteShort(text)
	}
	return strings.Join(list, ", ")
}

// QuoteShort returns the start of a text in quotation marks.
func QuoteShort(title string) string {
	const most = 50
	if utf8.RuneCountInString(title) <= most {
		return "“" + title + "”"
	}
	var b strings.Builder
	b.WriteString("“")
	n := 0
	for clusters := uniseg.NewGraphemes(title); clusters.Next(); {
		if n += len(clusters.Runes()); n >= most {
			break
		}
		b.WriteString(clusters.Str())
	}
	return strings.TrimSpace(b.String()) + "…”"
}
