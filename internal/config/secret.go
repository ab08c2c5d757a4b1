package config

import (
	"fmt"
	"log/slog"
	"strings"
)

// Secret is a token or password. It cannot be printed: fmt, slog and every encoder see only whether
// it is set. The text is behind a pointer because fmt does not call the methods of unexported
// fields, and of a pointer in them it prints no more than the address.
type Secret struct{ text *string }

const hidden = "(hidden)"

// NewSecret returns a Secret that holds a text.
func NewSecret(text string) Secret { return Secret{&text} }

// IsSet reports whether the secret holds a text that is not empty.
func (s Secret) IsSet() bool { return s.Reveal() != "" }

// Reveal returns the text of the secret, for the request that has to send it.
func (s Secret) Reveal() string {
	if s.text == nil {
		return ""
	}
	return *s.text
}

// String implements [fmt.Stringer].
func (s Secret) String() string {
	if !s.IsSet() {
		return ""
	}
	return hidden
}

// Format implements [fmt.Formatter], for verbs that pass String by.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(s.String())) }

// MarshalText implements [encoding.TextMarshaler], for JSON and YAML.
func (s Secret) MarshalText() ([]byte, error) {
	return []byte(s.String()), nil
}

// UnmarshalText implements [encoding.TextUnmarshaler], for the configuration.
func (s *Secret) UnmarshalText(text []byte) error {
	*s = NewSecret(string(text))
	return nil
}

// LogValue implements [slog.LogValuer].
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// readEnvironment replaces the secret by the value of a variable, or by the content of the file
// that the variable of the same name with _FILE names. It returns the name of the variable it took.
func (s *Secret) readEnvironment(name string, getenv func(string) string) (origin string, err error) {
	if value := getenv(name); value != "" {
		*s = NewSecret(value)
		return name, nil
	}
	path := getenv(name + "_FILE")
	if path == "" {
		return "", nil
	}
	data, err := readFile(path)
	if err != nil {
		return "", fmt.Errorf("%s_FILE: %w: name a file that holds the secret and nothing else", name, err)
	}
	text := strings.TrimRight(string(data), "\r\n")
	if text == "" {
		return "", fmt.Errorf("%s_FILE: %s is empty: write the secret into it, or unset the variable", name, path)
	}
	*s = NewSecret(text)
	return name + "_FILE", nil
}
