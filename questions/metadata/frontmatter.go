package metadata

import (
	"strings"
)

// CutFrontMatter cuts off the lines between the --- that a file begins with and the next one.
func CutFrontMatter(file string) (head, rest string, ok bool) {
	body, ok := strings.CutPrefix(file, "---\n")
	if !ok {
		return "", file, false
	}
	if head, ok = strings.CutSuffix(body, "\n---"); ok && !strings.Contains(head, "\n---\n") {
		return head, "", true
	}
	head, rest, ok = strings.Cut(body, "\n---\n")
	return head, rest, ok
}
