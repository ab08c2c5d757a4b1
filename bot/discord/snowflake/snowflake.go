// Package snowflake reads Discord's ids: numbers that tell when something was created.
// See https://docs.discord.com/developers/reference, Snowflakes.
package snowflake

import (
	"strconv"
	"strings"
	"time"
)

// Epoch is the first millisecond of Discord's ids.
const Epoch = 1420070400000

// Time is when something with an id was created, the zero time if it is no id.
func Time(id string) time.Time {
	n, err := strconv.ParseUint(id, 10, 63)
	if err != nil {
		return time.Time{}
	}
	return time.UnixMilli(int64(n>>22) + Epoch).UTC() //nolint:gosec // 63 bits less 22
}

// First is the smallest id of a time.
func First(t time.Time) string {
	return strconv.FormatInt(max(0, t.UnixMilli()-Epoch)<<22, 10)
}

// Compare orders ids by their age: they are numbers without leading zeros.
func Compare(a, b string) int {
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	return strings.Compare(a, b)
}

// Valid reports whether text is an id.
func Valid(text string) bool {
	_, err := strconv.ParseUint(text, 10, 64)
	return err == nil
}
