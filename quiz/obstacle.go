package quiz

import (
	"errors"
	"fmt"
)

// Obstacle is a reason why the quiz can't run in a room until a person does something about it. Catalogues
// turn its code and values into words, which say what to do. A platform's errors wrap one where they can.
type Obstacle struct {
	Code ObstacleCode      `json:"code"`
	Args map[string]string `json:"args,omitempty"`
}

// ObstacleCode is the kind of an obstacle.
type ObstacleCode string

// What can be in the way of a room.
const (
	NotInvited       ObstacleCode = "not_invited"       // the bot isn't a member of the channel
	ChannelArchived  ObstacleCode = "channel_archived"  // the channel is archived
	ChannelGone      ObstacleCode = "channel_gone"      // the channel doesn't exist any more, or the bot can't see it
	DirectMessage    ObstacleCode = "direct_message"    // the quiz needs a channel, and this is a conversation of one
	WrongChannelKind ObstacleCode = "wrong_kind"        // args: kind; messages with threads can't be posted there, as in a forum
	LacksPermission  ObstacleCode = "lacks_permission"  // args: permissions, in the platform's own words
	PostingForbidden ObstacleCode = "posting_forbidden" // the workspace or server doesn't let the bot post there
	AppRemoved       ObstacleCode = "app_removed"       // the app was removed, or its token revoked
)

// Error says the code, for the log.
func (o *Obstacle) Error() string { return fmt.Sprintf("obstacle: %s %v", o.Code, o.Args) }

// ObstacleIn returns the obstacle within err, nil where there is none.
func ObstacleIn(err error) *Obstacle {
	var o *Obstacle
	if errors.As(err, &o) {
		return o
	}
	return nil
}

// ErrContentRefused says that the platform refuses what is to be posted, however it is laid out. Another try
// would meet the same.
var ErrContentRefused = errors.New("the platform refuses the content")

// ObstacleOf returns the obstacle within err, nil if there is none. An error of a platform that knows only that a room
// can't be reached counts as [ChannelGone].
func ObstacleOf(err error) *Obstacle {
	if o := ObstacleIn(err); o != nil {
		return o
	}
	var gone interface{ Gone() bool }
	if errors.As(err, &gone) && gone.Gone() {
		return &Obstacle{Code: ChannelGone}
	}
	return nil
}

// SameKind reports whether two obstacles have the same code. Nil means no obstacle. Values may differ, because errors
// tell less than a check of the channel.
func (o *Obstacle) SameKind(other *Obstacle) bool {
	if o == nil || other == nil {
		return o == other
	}
	return o.Code == other.Code
}
