VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null)

.PHONY: check test lint fmt generate cover bench standings long fuzz crash mutations power samples pictures build image

check: ## everything that a change must pass
	.ci/run

test:
	go test ./...

lint: bin/golangci-lint
	bin/golangci-lint run ./...

fmt: bin/golangci-lint
	bin/golangci-lint fmt ./...

generate: ## everything that is written from the code: the drawing, the table of platforms, the list of zones
	go generate ./...
	go run ./internal/tools/architecture
	go run ./internal/tools/platforms

bin/golangci-lint: # the version that CI uses
	GOBIN=$(CURDIR)/bin go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$$(sed -n 's/^GOLANGCI=//p' .ci/run)

cover:
	go test -coverprofile=coverage.out ./... && go tool cover -func=coverage.out | tail -n 1

bench:
	go test -run '^$$' -bench . -benchmem ./questions ./store/bolt ./quiz/service ./bot/markdown ./internal/testing/standings

standings: ## ranks among a million members, beside SQLite: the data is made once, in half an hour and ten gigabytes
	mkdir -p bin/standings
	go test -run '^$$' -bench . -million -data $(CURDIR)/bin/standings -timeout 2h ./internal/testing/standings
	cd internal/testing/standings/besidesqlite && go test -run '^$$' -bench . -million -data $(CURDIR)/bin/standings -timeout 2h

long: ## every long check whole, some hours: CI runs a sample of each
	QUIZBOT_LONG=1 go test -count=1 -timeout 2h ./...
	$(MAKE) fuzz crash mutations power standings

fuzz: ## a hundred thousand inputs a target
	.ci/fuzz 100000x

crash: ## an hour and more of crashes and of failures: is everything done exactly once?
	go run ./internal/testing/crash run --kills 2000 --limit 2h
	go run ./internal/testing/crash run --kills 1000 --faults --seed 4 --limit 2h
	go run ./internal/testing/crash run --kills 200 --never-redeliver --seed 5

mutations: ## half an hour of faults put into the program, one at a time: does a test notice each?
	go run ./internal/testing/mutation

power: ## seven hundred power losses: is everything there that was said to be saved?
	go test -count=1 ./internal/testing/durable -run TestPowerLoss -v -losses 200
	go run ./internal/testing/crash run --power 500 --limit 2h

samples: ## the sample answers of the starter bank: are they graded as they should be?
	go run ./cmd/quizbot bank test questions/starter/python.en.md questions/starter/python.zh-CN.md

pictures: ## the recorded days of both platforms as pictures in bin/pictures; wants Chromium
	go run ./internal/tools/pictures -out bin/pictures -chromium "$$(command -v chromium)" bot/slack/testdata/day-*.json bot/discord/testdata/day-*.json

build:
	CGO_ENABLED=0 go build -trimpath -o bin/quizbot ./cmd/quizbot

image:
	docker build --build-arg VERSION=$(VERSION) -t quizbot .
