package quiz

import (
	"context"
	"strings"
	"unicode"
)

// maxNameLength is how many characters of a name are kept: more than any platform allows.
const maxNameLength = 100

// TidyName makes a name fit to be shown beside others: one line, without what can't be seen and what turns other text
// around. It is empty where nothing of the name can be seen.
func TidyName(name string) string {
	var kept []rune
	seen := false
	for _, c := range TidyText(name) {
		switch {
		case unicode.IsSpace(c):
			c = ' '
		case joins(c) && len(kept) > 0 && kept[len(kept)-1] > unicode.MaxLatin1: // within an emoji, or a word of a script that needs it
		case unicode.Is(unicode.Cf, c) || blank(c) || !unicode.IsGraphic(c):
			continue
		}
		seen = seen || !unicode.IsSpace(c) && !unicode.Is(unicode.Mn, c) && !unicode.Is(unicode.Me, c) && !joins(c)
		kept = append(kept, c)
	}
	if !seen {
		return ""
	}
	text := strings.Join(strings.Fields(strings.TrimRight(string(kept), "\u200c\u200d")), " ")
	return string([]rune(text)[:min(len([]rune(text)), maxNameLength)])
}

// joins reports whether c is one of the two characters that join others, or keep them apart.
func joins(c rune) bool { return c == '\u200c' || c == '\u200d' }

// blank reports whether c is a letter or mark that takes room and can't be seen, or takes none.
func blank(c rune) bool {
	switch c {
	case '\u034f', '\u115f', '\u1160', '\u17b4', '\u17b5', '\u2800', '\u3164', '\uffa0', '\U0001d159':
		return true
	}
	return false
}

// nameless are the members who answered in a round and have no name yet.
func nameless(tx Tx, id RoundID) ([]MemberID, error) {
	replies, err := given(tx, id)
	if err != nil {
		return nil, err
	}
	var ids []MemberID
	for _, r := range replies {
		m, err := tx.Member(r.Member)
		if err != nil {
			return nil, err
		}
		if m.Name == "" {
			ids = append(ids, m.ID)
		}
	}
	return ids, nil
}

// Nameless returns the members who answered in a round and have no name.
func (s *Service) Nameless(ctx context.Context, round RoundID) (members []MemberID, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		members, err = nameless(tx, round)
		return err
	})
	return members, err
}

// NameMembers gives members the names that were found out.
func (s *Service) NameMembers(ctx context.Context, names map[MemberID]string) error {
	if len(names) == 0 {
		return nil
	}
	return s.store.Update(ctx, func(tx Tx) error {
		for id, name := range names {
			m, err := known(tx, id)
			if err != nil {
				return err
			}
			if name = TidyName(name); m.No == 0 || name == "" {
				continue
			}
			m.Name = name
			if err := tx.SetMember(m); err != nil {
				return err
			}
		}
		return nil
	})
}
