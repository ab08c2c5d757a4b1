package record

import "time"

// Dump is the platform's whole state.
type Dump struct {
	Now      time.Time         `json:"now"`
	Messages []*Message        `json:"messages"`
	Threads  map[string]bool   `json:"threads"`
	Events   []*DeliveredEvent `json:"deeds"`
	Counts   map[string]int    `json:"counts"`
	Faults   map[string]int    `json:"faults"`
}
