package reason

import (
	"errors"
)

// Obstacle is a reason against running the quiz in a room until a person acts. Errors of platforms
// wrap an obstacle if they can.
type Obstacle = Reason[ObstacleCode]

// ObstacleCode is the kind of an obstacle.
type ObstacleCode string

// Family implements [Code].
func (ObstacleCode) Family() string { return "obstacle" }

// The obstacles of a room.
const (
	NotInvited       ObstacleCode = "not_invited"       // the bot isn't a member of the channel
	ChannelArchived  ObstacleCode = "channel_archived"  // the channel is archived
	ChannelGone      ObstacleCode = "channel_gone"      // the channel doesn't exist any more, or the bot can't see it
	DirectMessage    ObstacleCode = "direct_message"    // a direct message instead of a channel
	WrongChannelKind ObstacleCode = "wrong_kind"        // args: kind; messages with threads can't be posted there, as in a forum
	LacksPermission  ObstacleCode = "lacks_permission"  // args: permissions, in the platform's own words
	PostingForbidden ObstacleCode = "posting_forbidden" // the workspace or server doesn't let the bot post there
	AppRemoved       ObstacleCode = "app_removed"       // the app was removed, or its token revoked
)

// AsObstacle returns the obstacle in err, nil if there is none.
func AsObstacle(err error) *Obstacle { return findReason[ObstacleCode](err) }

// ObstacleOf returns the obstacle in err, nil if there is none. A platform's error for an
// unreachable room without further details counts as [ChannelGone].
func ObstacleOf(err error) *Obstacle {
	if o := AsObstacle(err); o != nil {
		return o
	}
	var gone interface{ Gone() bool }
	if errors.As(err, &gone) && gone.Gone() {
		return &Obstacle{Code: ChannelGone}
	}
	return nil
}
