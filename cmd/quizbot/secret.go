package main

import (
	"fmt"
	"log/slog"
	"os"
	"strings"
)

// secret is a token or password. It cannot be printed: fmt, slog and every encoder see only whether it is
// set.
type secret string

const hidden = "(hidden)"

// String implements [fmt.Stringer].
func (s secret) String() string {
	if s == "" {
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

// LogValue implements [slog.LogValuer].
func (s secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// reveal is the secret itself, for the one who has to send it.
func (s secret) reveal() string { return string(s) }

// fromEnvironment replaces the secret with that of a variable, or with that in the file that the variable
// of the same name with _FILE names.
func (s *secret) fromEnvironment(name string, getenv func(string) string) error {
	if value := getenv(name); value != "" {
		*s = secret(value)
		return nil
	}
	path := getenv(name + "_FILE")
	if path == "" {
		return nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("%s_FILE: %w", name, err)
	}
	*s = secret(strings.TrimRight(string(data), "\r\n"))
	return nil
}
