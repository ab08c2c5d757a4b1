package discord

import (
	"strconv"
	"strings"
	"time"
)

// snowflakeEpoch is the first millisecond of Discord's ids: https://docs.discord.com/developers/reference, Snowflakes.
const snowflakeEpoch = 1420070400000

// snowflakeTime is when something with an id was created, the zero time if it is no id.
func snowflakeTime(id string) time.Time {
	n, err := strconv.ParseUint(id, 10, 63)
	if err != nil {
		return time.Time{}
	}
	return time.UnixMilli(int64(n>>22) + snowflakeEpoch).UTC() //nolint:gosec // 63 bits less 22
}

// firstSnowflakeAt is the smallest id of a time.
func firstSnowflakeAt(t time.Time) string {
	return strconv.FormatInt(max(0, t.UnixMilli()-snowflakeEpoch)<<22, 10)
}

// compareSnowflakes orders ids by their age: they are numbers without leading zeros.
func compareSnowflakes(a, b string) int {
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	return strings.Compare(a, b)
}
