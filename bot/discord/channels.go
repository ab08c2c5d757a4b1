package discord

import (
	"context"
	"sync"

	"quizbot/bot/discord/gateway"
)

// Types of channels: https://docs.discord.com/developers/resources/channel.
const (
	channelText         = 0
	channelDM           = 1
	channelVoice        = 2
	channelGroupDM      = 3
	channelCategory     = 4
	channelAnnouncement = 5
	channelStage        = 13
	channelForum        = 15
	channelMedia        = 16
	announcementThread  = 10
	publicThread        = 11
	privateThread       = 12
)

// maxKnownThreads bounds the threads that are remembered.
const maxKnownThreads = 10_000

// channel is a channel or thread.
type channel struct {
	ID     string `json:"id"`
	Guild  string `json:"guild_id"`
	Type   int    `json:"type"`
	Name   string `json:"name"`
	Parent string `json:"parent_id"`
	// Overwrites are the permissions that differ here from those in the guild.
	Overwrites []overwrite `json:"permission_overwrites"`
}

// overwrite allows and denies a role or member permissions in one channel.
type overwrite struct {
	ID    string `json:"id"`
	Allow string `json:"allow"`
	Deny  string `json:"deny"`
}

func (c channel) isThread() bool {
	return c.Type == announcementThread || c.Type == publicThread || c.Type == privateThread
}

// channelCache knows the names of channels and the parents of threads. Discord tells them when the
// bot joins a guild and when something changes; the others are fetched.
type channelCache struct {
	client *gateway.Client

	mu      sync.Mutex
	byID    map[string]channel
	threads []string // oldest first
}

func newChannelCache(client *gateway.Client) *channelCache {
	return &channelCache{client: client, byID: map[string]channel{}}
}

// add remembers channels and threads.
func (r *channelCache) add(list ...channel) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, c := range list {
		if c.ID == "" {
			continue
		}
		if _, known := r.byID[c.ID]; !known && c.isThread() {
			r.threads = append(r.threads, c.ID)
		}
		c.Overwrites = nil // they are of no use later
		r.byID[c.ID] = c
	}
	for len(r.threads) > maxKnownThreads {
		delete(r.byID, r.threads[0])
		r.threads = r.threads[1:]
	}
}

// remove forgets a channel or thread that was deleted.
func (r *channelCache) remove(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.byID, id)
}

// textChannels are the channels of a guild in which the quiz may run.
func (r *channelCache) textChannels(guild string) []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var ids []string
	for id, c := range r.byID {
		if c.Guild == guild && (c.Type == channelText || c.Type == channelAnnouncement) {
			ids = append(ids, id)
		}
	}
	return ids
}

func (r *channelCache) known(id string) (channel, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	c, ok := r.byID[id]
	return c, ok
}

// get returns a channel or thread, and fetches it if it is not known.
func (r *channelCache) get(ctx context.Context, id string) (channel, error) {
	if c, ok := r.known(id); ok {
		return c, nil
	}
	var c channel
	if err := r.client.Get(ctx, "/channels/"+id, &c); err != nil {
		return channel{ID: id}, err
	}
	r.add(c)
	return c, nil
}

// home is the parent channel of a thread, and any other channel itself.
func (r *channelCache) home(ctx context.Context, id string) (string, error) {
	c, err := r.get(ctx, id)
	if err == nil && c.isThread() && c.Parent != "" {
		return c.Parent, nil
	}
	return id, err
}
