package main

import (
	"fmt"
	"log/slog"
	"os"
	"strings"
)

// secret is a token or password. It cannot be printed: fmt, slog and every encoder see only whether it is
// set. The text is behind a pointer because fmt does not ask the methods of fields that are not exported,
// and prints no more than the address of what they point to.
type secret struct{ text *string }

const hidden = "(hidden)"

func newSecret(text string) secret { return secret{&text} }

// set reports whether there is a secret at all.
func (s secret) set() bool { return s.reveal() != "" }

// reveal is the secret itself, for the one who has to send it.
func (s secret) reveal() string {
	if s.text == nil {
		return ""
	}
	return *s.text
}

// String implements [fmt.Stringer].
func (s secret) String() string {
	if !s.set() {
		return ""
	}
	return hidden
}

// Format implements [fmt.Formatter], for verbs that pass String by.
func (s secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(s.String())) }

// MarshalText implements [encoding.TextMarshaler], for JSON and YAML.
func (s secret) MarshalText() ([]byte, error) { //nolint:unparam // the interface has the error
	return []byte(s.String()), nil
}

// UnmarshalText implements [encoding.TextUnmarshaler], for the configuration.
func (s *secret) UnmarshalText(text []byte) error { //nolint:unparam // the interface has the error
	*s = newSecret(string(text))
	return nil
}

// LogValue implements [slog.LogValuer].
func (s secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// fromEnvironment replaces the secret with that of a variable, or with that in the file that the variable
// of the same name with _FILE names. It returns the name of the variable that did.
func (s *secret) fromEnvironment(name string, getenv func(string) string) (from string, err error) {
	if value := getenv(name); value != "" {
		*s = newSecret(value)
		return name, nil
	}
	path := getenv(name + "_FILE")
	if path == "" {
		return "", nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("%s_FILE: %w: name a file that holds the secret and nothing else", name, err)
	}
	text := strings.TrimRight(string(data), "\r\n")
	if text == "" {
		return "", fmt.Errorf("%s_FILE: %s is empty: write the secret into it, or unset the variable", name, path)
	}
	*s = newSecret(text)
	return name + "_FILE", nil
}
