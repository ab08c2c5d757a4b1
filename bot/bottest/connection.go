package bottest

import "time"

// redeliveredCommandRunsOnce types a command that the platform delivers twice.
func redeliveredCommandRunsOnce(s stage) {
	rig, able := s.Rig.(RedeliveringRig)
	if !able {
		s.t.Skip("nothing is delivered twice here")
	}
	s.Command("ann", "/question random")
	shown := s.Private("ann")
	rig.Redeliver()
	if n := s.commands.Load(); n != 1 {
		s.t.Errorf("a command that was delivered twice is handled %d times", n)
	}
	if again := s.Private("ann"); again != shown {
		s.t.Errorf("after a second delivery ann sees\n%s\ninstead of\n%s", again, shown)
	}
}

// missedMessageIsBackfilled posts in the thread while the bot has no connection.
func missedMessageIsBackfilled(s stage) {
	rig, able := s.Rig.(ReconnectingRig)
	if !able {
		s.t.Skip("the connection is never lost here")
	}
	id := rig.SayUnheard("ann", "A function with its variables.")
	s.checkCountedSoon(id)
	s.runPending()
	s.everybodySees("1 answer so far")
}

// checkCountedSoon waits for the reaction of a counted answer.
func (s stage) checkCountedSoon(id string) {
	s.t.Helper()
	for end := time.Now().Add(backfillTime); !s.Marked(id); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			s.t.Fatal("a message posted without a connection does not count after the reconnect")
		}
	}
}

// backfillTime is the longest wait for a backfill on a busy machine.
const backfillTime = 20 * time.Second
