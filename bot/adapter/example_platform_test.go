package adapter_test

import (
	"context"
	"fmt"
	"log/slog"
	"strconv"
	"sync"
	"time"

	"quizbot/bot"
	"quizbot/bot/adapter"
	"quizbot/bot/card"
	"quizbot/bot/markdown"
	"quizbot/quiz"
)

// update is an event as the service of a chat sends it.
type update struct {
	id, user, text string
	at             time.Time
}

// service is the other end: one channel with texts of the bot.
type service struct {
	updates chan update
	mu      sync.Mutex
	texts   map[string]string // by key
}

func (s *service) write(key, text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.texts[key] = text
}

// maxText is the longest text of a message. A real one has its source here.
const maxText = 2000

var workspace = adapter.Workspace{Platform: "example", ID: "W1"}

// platform is an adapter that reads commands and posts cards. It is a [bot.Connector], too.
type platform struct {
	adapter.Connectivity
	service   *service
	log       *slog.Logger
	tasks     *adapter.Tasks
	acts      *adapter.Sequencer // by member
	delivered *adapter.Dedup[struct{}]
}

func newPlatform(s *service, log *slog.Logger) *platform {
	tasks := adapter.NewTasks(log)
	return &platform{
		service: s, log: log, tasks: tasks, acts: adapter.NewSequencer(tasks, 1000),
		delivered: adapter.NewDedup[struct{}](10_000, time.Hour),
	}
}

func (*platform) Name() string { return workspace.Platform }

// Run handles each update once, and those of a member in order.
func (p *platform) Run(ctx context.Context, handle bot.Handler) error {
	handle = adapter.RecoverHandler(handle, p.log)
	defer p.tasks.Shutdown(adapter.ShutdownGrace)
	p.SetConnected(true)
	defer p.SetConnected(false)
	for {
		select {
		case u := <-p.service.updates:
			if p.delivered.First(u.id) {
				p.acts.Add(u.user, func(ctx context.Context) { p.handle(ctx, handle, u) })
			}
		case <-ctx.Done():
			return nil
		}
	}
}

func (p *platform) handle(ctx context.Context, handle bot.Handler, u update) {
	ctx, cancel := context.WithTimeout(ctx, adapter.HandleTimeout)
	defer cancel()
	answer, err := handle(ctx, bot.Event{
		ID: u.id, Room: workspace.Room("C1"), Who: quiz.Person{ID: workspace.Member(u.user), Name: u.user},
		At: u.at, PlatformTime: true, Act: bot.ParseCommand(u.text),
	})
	if err != nil {
		p.log.Error("handling failed", "event", u.id, "err", err)
	}
	if private, ok := answer.(bot.Ephemeral); ok { // a real adapter shows every kind of answer
		p.service.write("to "+u.user, draw(private.CardWithTyped())[0])
	}
}

func (p *platform) Post(ctx context.Context, posting bot.Posting) ([]quiz.MessageRef, error) {
	key := func(number int) string { return posting.Key + "#" + strconv.Itoa(number) }
	messages := draw(posting.Card)
	delivery := adapter.Delivery[string]{
		Posting: posting,
		Find: func(context.Context) (map[int]quiz.MessageRef, error) {
			p.service.mu.Lock()
			defer p.service.mu.Unlock()
			found := map[int]quiz.MessageRef{}
			for i := range messages {
				if _, ok := p.service.texts[key(i+1)]; ok {
					found[i+1] = quiz.MessageRef{Message: key(i + 1)}
				}
			}
			return found, nil
		},
		Send: func(_ context.Context, number int, text string) (quiz.MessageRef, error) {
			p.service.write(key(number), text)
			return quiz.MessageRef{Message: key(number)}, nil
		},
	}
	return delivery.Deliver(ctx, messages)
}

func (p *platform) Edit(_ context.Context, _ quiz.RoomID, places []quiz.MessageRef, c card.Card) error {
	return adapter.Redraw(places, draw(c), func(ref quiz.MessageRef, text string) error {
		p.service.write(ref.Message, text)
		return nil
	})
}

// draw returns the messages of a card as texts. A real adapter draws every kind of part.
func draw(c card.Card) []string {
	pages := adapter.NewPaginator(adapter.Size{Text: maxText}, func(text string) adapter.Size { return adapter.Size{Text: len(text) + 1} })
	for _, part := range c.Parts {
		if text, ok := part.(card.Text); ok {
			doc := markdown.Doc{markdown.Paragraph{Line: markdown.Line{{Text: text.Line.Plain()}}}}
			pages.AddDocument(doc, func(d markdown.Doc) []string { return []string{d.Plain()} })
		}
	}
	var messages []string
	for _, texts := range pages.Pages() {
		message := ""
		for _, text := range texts {
			message += text + "\n"
		}
		messages = append(messages, message)
	}
	return messages
}

// A platform made of the kit's parts. An update that is delivered twice is handled once.
func Example_platform() {
	chat := &service{updates: make(chan update), texts: map[string]string{}}
	var p bot.Platform = newPlatform(chat, slog.New(slog.DiscardHandler))
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() {
		ended <- p.Run(ctx, func(_ context.Context, e bot.Event) (bot.Answer, error) {
			fmt.Printf("%s typed %s\n", e.Who.ID, e.Act.(bot.Command).Path)
			return bot.Nothing{}, nil
		})
	}()
	for range 2 {
		chat.updates <- update{id: "1", user: "ann", text: "leaderboard", at: time.Now()}
	}
	cancel()
	fmt.Println(<-ended)

	asked := card.Card{Parts: []card.Part{card.Text{Line: card.Line{{Text: "What is a closure?"}}}}}
	refs, err := p.Post(context.Background(), bot.Posting{Key: "7/ask", Card: asked})
	fmt.Println(refs[0].Message, err)
	// Output:
	// example/W1/ann typed leaderboard
	// <nil>
	// 7/ask#1 <nil>
}
