package discord

import (
	"strings"
	"testing"
)

// No event of the gateway makes the reader panic. What it reads has an act, a guild, and an id of its
// own.
func FuzzRead(f *testing.F) {
	f.Add(`{"id":"1","guild_id":"2","channel_id":"3","content":"hi","author":{"id":"4"},"type":0}`)
	f.Add(`{"id":"1","guild_id":"2","channel_id":"3","content":"<@4> <:a:5>","author":{"id":"4"},"edited_timestamp":"2026-11-23T09:30:00+00:00"}`)
	f.Add(`{"ids":["1","2"],"guild_id":"2","channel_id":"3"}`)
	f.Add(`{"id":"1","type":2,"guild_id":"2","channel":{"id":"3","type":0},"member":{"user":{"id":"4"},"permissions":"8"},"data":{"name":"quiz","options":[{"name":"me","type":1}]}}`)
	f.Add(`{"id":"1","type":3,"guild_id":"2","channel":{"id":"3"},"member":{"user":{"id":"4"}},"data":{"custom_id":"answer:1","values":["a"]}}`)
	f.Add(`{"id":"1","type":5,"member":{"user":{"id":"4"}},"guild_id":"2","data":{"custom_id":"a","components":[{"type":18,"component":{"custom_id":"b","value":"c"}}]}}`)
	a := New(Options{Token: "t"})
	f.Fuzz(func(t *testing.T, data string) {
		var events []event
		for _, read := range []func([]byte) (event, error){
			a.readInteraction,
			func(data []byte) (event, error) { return a.readMessage(data, false) },
			func(data []byte) (event, error) { return a.readMessage(data, true) },
		} {
			if e, err := read([]byte(data)); err == nil {
				events = append(events, e)
			}
		}
		for _, e := range append(events, a.readDeletion([]byte(data))...) {
			if kind, id, _ := strings.Cut(e.id, " "); e.act == nil || e.guild == "" || kind == "" || kind != e.id && strings.TrimSpace(id) == "" {
				t.Errorf("got %+v", e)
			}
		}
	})
}
