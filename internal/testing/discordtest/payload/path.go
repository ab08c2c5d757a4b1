package payload

import "strings"

// MatchPath matches a path against a pattern and returns the values of its wildcards.
func MatchPath(pattern, path string) ([]string, bool) {
	ps, ss := strings.Split(pattern, "/"), strings.Split(path, "/")
	if len(ps) != len(ss) {
		return nil, false
	}
	var args []string
	for i, p := range ps {
		switch {
		case strings.HasPrefix(p, "{"):
			args = append(args, ss[i])
		case p != ss[i]:
			return nil, false
		}
	}
	return args, true
}
