package discord

import (
	"encoding/json"
	"sync"
)

// guildState is whether a guild is known to the bot.
type guildState int

const (
	guildUnknown guildState = iota
	guildAvailable
	guildUnavailable // it has an outage
)

// guildStates knows which guilds the bot is in.
type guildStates struct {
	mu        sync.Mutex
	byID      map[string]guildState
	reporting map[string]bool // guilds whose change is still to be reported
}

func newGuildStates() *guildStates {
	return &guildStates{byID: map[string]guildState{}, reporting: map[string]bool{}}
}

// readReady notes the guilds that a new session is told of: the bot was in them before. It returns all
// of them, with outages or not. ok is false if they cannot be read.
func (s *guildStates) readReady(data []byte) (ids []string, ok bool) {
	var ready struct {
		Guilds *[]struct {
			ID string `json:"id"`
		} `json:"guilds"`
	}
	if json.Unmarshal(data, &ready) != nil || ready.Guilds == nil {
		return nil, false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	known := s.byID
	s.byID = map[string]guildState{}
	for _, g := range *ready.Guilds {
		ids = append(ids, g.ID)
		s.byID[g.ID] = max(known[g.ID], guildAvailable)
	}
	return ids, true
}

// add notes a guild that is available, and returns its state before.
func (s *guildStates) add(id string) (before guildState) {
	s.mu.Lock()
	defer s.mu.Unlock()
	before = s.byID[id]
	s.byID[id] = guildAvailable
	return before
}

// remove notes a guild that is gone, for the time of an outage or for good.
func (s *guildStates) remove(id string, outage bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.byID, id)
	if outage {
		s.byID[id] = guildUnavailable
	}
}

// startReport notes that a guild's change is to be reported. It reports false if it is already.
func (s *guildStates) startReport(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	started := s.reporting[id]
	s.reporting[id] = true
	return !started
}

// endReport notes that a guild's change is being reported.
func (s *guildStates) endReport(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.reporting, id)
}
