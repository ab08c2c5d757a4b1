package code

import "strings"

// Split parts Markdown into its prose and its fenced code.
func Split(source string) (prose, code string) {
	var p, c strings.Builder
	for i, part := range strings.Split(source, "```") {
		if i%2 == 0 {
			p.WriteString(part)
			p.WriteByte('\n')
			continue
		}
		c.WriteString(withoutLanguage(part))
		c.WriteByte('\n')
	}
	return strings.TrimSpace(p.String()), strings.TrimSpace(c.String())
}

// withoutLanguage removes the name of the language at the beginning of a fence.
func withoutLanguage(fence string) string {
	end := strings.IndexFunc(fence, func(r rune) bool { return r == ' ' || r == '\n' || r == '\r' })
	if end <= 0 {
		return fence
	}
	switch strings.ToLower(fence[:end]) {
	case "python", "py", "python3", "go", "golang", "java", "kotlin", "scala", "c", "cpp", "c++", "csharp", "cs", "rust", "rs", "swift",
		"javascript", "js", "typescript", "ts", "jsx", "tsx", "ruby", "rb", "php", "perl", "lua", "sql", "bash", "sh", "shell", "zsh",
		"console", "html", "css", "json", "yaml", "toml", "xml", "text", "txt", "dockerfile", "makefile", "diff", "r", "matlab", "asm":
		return fence[end:]
	}
	if fence[end] != ' ' {
		return fence[end:]
	}
	return fence
}

// LooksLikeCode reports whether a text without fences is code rather than prose.
func LooksLikeCode(text string) bool {
	if strings.Contains(text, "://") {
		return false
	}
	if !hasOperator(text) {
		return false
	}
	words, marks, operations := 0, 0, 0
	s := scanner{source: text}
	for n := 0; n < maxTokens && s.next(); n++ {
		switch s.token.kind {
		case name:
			if !s.isBehindDot() || isKeyword(s.token.text) {
				words++
			}
		case other:
			words++
		case bracket:
			marks++
		case operator:
			marks++
			if s.token.text != "-" {
				operations++
			}
		}
	}
	return operations > 0 && marks >= 3 && 5*marks >= 2*words
}

// hasOperator reports whether a text has a mark of operators, other than a hyphen.
func hasOperator(text string) bool {
	return strings.Contains(text, "--") || strings.ContainsAny(text, noHyphens)
}
