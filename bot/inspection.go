package bot

import (
	"context"
	"slices"
	"strconv"
	"time"

	"quizbot/bot/action"
	"quizbot/quiz"
	"quizbot/quiz/reason"
)

// inspectTimeout bounds an inspection of a channel while somebody waits for an answer.
const inspectTimeout = 1500 * time.Millisecond

// inspection is the result of an inspection of the room's channel.
type inspection struct {
	obstacles []reason.Obstacle
	// failed reports a failed inspection, clear an inspection without obstacles.
	failed, clear bool
}

// inspectRoom returns the obstacles in the room, from the event or from the platform. The platform
// is always asked about permissions: an event also reports permissions that the quiz can do
// without.
func (r request) inspectRoom(ctx context.Context) inspection {
	reported := r.event.Obstacles
	onlyPermissions := !slices.ContainsFunc(reported, func(o reason.Obstacle) bool { return o.Code != reason.LacksPermission })
	inspector, able := r.platforms[r.event.Room.Platform()].(Inspector)
	if !able || !onlyPermissions {
		return inspection{obstacles: reported}
	}
	limited, cancel := context.WithTimeout(ctx, inspectTimeout)
	defer cancel()
	found, err := inspector.Inspect(limited, r.event.Room)
	if o := reason.AsObstacle(err); o != nil {
		return inspection{obstacles: []reason.Obstacle{*o}}
	}
	return inspection{obstacles: found, failed: err != nil, clear: err == nil && len(found) == 0}
}

// ifUnobstructed carries out an admin's request in a room without obstacles, and otherwise refuses
// it with a remedy. After a failed inspection the request is carried out, and the answer says so.
func (r request) ifUnobstructed(ctx context.Context, carryOut func() (Answer, error)) (Answer, error) {
	if err := r.service.RequireAdmin(r.event.Who); err != nil {
		return nil, err
	}
	inspected := r.inspectRoom(ctx)
	if len(inspected.obstacles) > 0 {
		return r.refuseWith(r.ObstacleCard(inspected.obstacles)), nil
	}
	answer, err := carryOut()
	if private, ok := answer.(Ephemeral); ok && err == nil && inspected.failed {
		private.Card.Parts = append(slices.Clone(private.Card.Parts), r.Note("check.unknown", nil))
		answer = private
	}
	return answer, err
}

// showStatus shows the room's status with its obstacles. Without obstacles, a waiting job is
// retried.
func (r request) showStatus(ctx context.Context, _ map[string]string) (Answer, error) {
	inspected := r.inspectRoom(ctx)
	if len(inspected.obstacles) == 0 && !inspected.failed {
		if err := r.service.RetryNow(ctx, r.event.At, r.event.Room); err != nil {
			return nil, err
		}
	}
	obstacles := inspected.obstacles
	if len(obstacles) == 0 {
		obstacles = r.event.Obstacles // some that the quiz can do without
	}
	st, err := r.service.RoomStatus(ctx, r.event.At, r.event.Room, r.event.Who)
	if err != nil {
		return nil, err
	}
	c := r.StatusCard(&st, r.platformWarnings(), !inspected.clear && len(obstacles) == 0)
	points, err := r.service.KeyPointsStatus(ctx, r.event.Room, r.event.Who)
	if err != nil {
		return nil, err
	}
	c.Parts = append(c.Parts, r.PointsStatusParts(&points)...)
	c.Parts = append(c.Parts, r.ObstacleParts(obstacles)...)
	if inspected.failed {
		c.Parts = append(c.Parts, r.Note("check.unknown", nil))
	}
	return Ephemeral{Card: c}, nil
}

// showAuditLog shows the newest changes in the room.
func (r request) showAuditLog(ctx context.Context, _ map[string]string) (Answer, error) {
	page, err := r.service.AuditLog(ctx, r.event.At, r.event.Room, r.event.Who, 0)
	if err != nil {
		return nil, err
	}
	return Ephemeral{Card: r.AuditCard(&page, true)}, nil
}

// showOlderChanges replaces a page of the audit log by an older one, or by the newest.
func (r request) showOlderChanges(ctx context.Context, a action.Action, _ []string) (Answer, error) {
	before, err := strconv.ParseUint(a.Arg, 10, 64)
	if err != nil && a.Arg != "" {
		return r.unknownButton()
	}
	page, err := r.service.AuditLog(ctx, r.event.At, r.event.Room, r.event.Who, before)
	if err != nil {
		return nil, err
	}
	return Update{Card: r.AuditCard(&page, before == 0)}, nil
}

// platformWarnings returns the warnings about the platform of the event's room.
func (r request) platformWarnings() []string {
	var codes []string
	if r.clockHeld != nil && r.clockHeld() {
		codes = append(codes, string(WarnClockHeld))
	}
	warner, able := r.platforms[r.event.Room.Platform()].(Warner)
	if !able {
		return codes
	}
	for _, w := range warner.Warnings() {
		codes = append(codes, string(w))
	}
	return codes
}

// channelChanged inspects a channel after a change there. In a room without obstacles the job that
// waits is due, and in a room with obstacles admins are told. In a channel without a room to which
// the bot was added, the bot introduces itself.
func (c *Conversation) channelChanged(ctx context.Context, e Event, change ChannelChanged) error {
	_, err := c.service.Room(ctx, e.Room)
	noRoom := isRefusal(err)
	if noRoom && !change.Added {
		return nil // without an inspection: a server may have hundreds of channels in which nothing runs
	}
	if err != nil && !noRoom {
		return err
	}
	obstacles, err := c.inspectChannel(ctx, e)
	switch {
	case err != nil:
		return err
	case noRoom && len(obstacles) == 0:
		return c.introduce(ctx, e)
	case noRoom:
		return nil
	case len(obstacles) > 0:
		return c.service.ChannelBlocked(ctx, e.At, e.Room, obstacles[0])
	}
	return c.service.ChannelOpen(ctx, e.At, e.Room)
}

// inspectChannel returns the obstacles in an event's channel, as far as the platform knows. After a
// failed inspection it returns none: a job that is tried again then finds out.
func (c *Conversation) inspectChannel(ctx context.Context, e Event) ([]reason.Obstacle, error) {
	platform, err := c.platformOf(e.Room)
	if err != nil || len(e.Obstacles) > 0 {
		return e.Obstacles, err
	}
	inspector, able := platform.(Inspector)
	if !able {
		return nil, nil
	}
	obstacles, err := inspector.Inspect(ctx, e.Room)
	if o := reason.AsObstacle(err); o != nil {
		return []reason.Obstacle{*o}, nil
	}
	if err != nil && ctx.Err() == nil {
		return nil, nil
	}
	return obstacles, err
}

// introduce posts the bot's first card in a channel, once for an event however often that is
// delivered.
func (c *Conversation) introduce(ctx context.Context, e Event) error {
	platform, err := c.platformOf(e.Room)
	if err != nil {
		return err
	}
	p := c.presenterFor(quiz.Room{})
	_, err = platform.Post(ctx, Posting{Key: "intro/" + e.ID, Room: e.Room, FirstAttempt: e.At, Card: p.IntroductionCard()})
	return err
}
