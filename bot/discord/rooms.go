package discord

import (
	"context"
	"sync"
)

// Types of channels: https://docs.discord.com/developers/resources/channel.
const (
	channelText             = 0
	channelDirect           = 1
	channelVoice            = 2
	channelGroup            = 3
	channelCategory         = 4
	channelAnnouncement     = 5
	channelStage            = 13
	channelForum            = 15
	channelMedia            = 16
	threadOfAnnouncements   = 10
	threadPublic            = 11
	threadPrivate           = 12
	threadsForgottenAtLeast = 10_000
)

// channel is a channel or thread, as far as the bot looks at it.
type channel struct {
	ID     string `json:"id"`
	Server string `json:"guild_id"`
	Type   int    `json:"type"`
	Name   string `json:"name"`
	Parent string `json:"parent_id"`
	// Overwrites are what roles and members may do here other than in the server.
	Overwrites []overwrite `json:"permission_overwrites"`
}

// overwrite is what a role or member may do in one channel, and what not.
type overwrite struct {
	ID    string `json:"id"`
	Allow string `json:"allow"`
	Deny  string `json:"deny"`
}

func (c channel) thread() bool {
	return c.Type == threadOfAnnouncements || c.Type == threadPublic || c.Type == threadPrivate
}

// rooms knows which thread hangs in which channel, and what channels are called. Discord tells it when the bot comes into a
// server and when something changes; what it did not tell is asked for.
type rooms struct {
	rest *rest

	mu    sync.Mutex
	known map[string]channel
	old   []string // threads in the order in which they became known
}

func newRooms(r *rest) *rooms { return &rooms{rest: r, known: map[string]channel{}} }

// learn remembers channels and threads.
func (r *rooms) learn(list ...channel) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, c := range list {
		if c.ID == "" {
			continue
		}
		if _, again := r.known[c.ID]; !again && c.thread() {
			r.old = append(r.old, c.ID)
		}
		c.Overwrites = nil // which are of no use later
		r.known[c.ID] = c
	}
	for len(r.old) > threadsForgottenAtLeast {
		delete(r.known, r.old[0])
		r.old = r.old[1:]
	}
}

// forget forgets a channel or thread that is no more.
func (r *rooms) forget(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.known, id)
}

// in are the channels of a server in which the quiz may run.
func (r *rooms) in(server string) []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var ids []string
	for id, c := range r.known {
		if c.Server == server && (c.Type == channelText || c.Type == channelAnnouncement) {
			ids = append(ids, id)
		}
	}
	return ids
}

func (r *rooms) look(id string) (channel, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	c, ok := r.known[id]
	return c, ok
}

// of is what Discord calls the given id.
func (r *rooms) of(ctx context.Context, id string) (channel, error) {
	if c, ok := r.look(id); ok {
		return c, nil
	}
	var c channel
	if err := r.rest.get(ctx, "/channels/"+id, &c); err != nil {
		return channel{ID: id}, err
	}
	r.learn(c)
	return c, nil
}

// home is the channel that a message belongs to: that of its thread, or where it stands.
func (r *rooms) home(ctx context.Context, id string) (string, error) {
	c, err := r.of(ctx, id)
	if err == nil && c.thread() && c.Parent != "" {
		return c.Parent, nil
	}
	return id, err
}
