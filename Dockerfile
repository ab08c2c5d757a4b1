# One static binary in an image with nothing else.
#   docker build -t quizbot .
#   docker run -v quizbot:/data -v ./quizbot:/etc/quizbot:ro quizbot
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
# The version is the one named, as make image does, or else the commit that is checked out, of which .dockerignore lets
# enough through.
ARG VERSION=
RUN version="${VERSION:-$(sh .ci/commit)}" && \
    CGO_ENABLED=0 go build -buildvcs=false -trimpath -ldflags="-s -w -X main.release=$version" -o /quizbot ./cmd/quizbot
# The volume's folder belongs to the user that the service runs as.
RUN mkdir /data

FROM scratch
LABEL org.opencontainers.image.title="quizbot" \
      org.opencontainers.image.description="An interview question a day, with private answers, a reveal and scores" \
      org.opencontainers.image.licenses="MIT"
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /quizbot /quizbot
COPY --from=build --chown=65532:65532 /data /data
USER 65532:65532
VOLUME /data
# The environment wins over the file, so the check below asks where the service listens.
ENV QUIZBOT_DATA=/data/quizbot.db \
    QUIZBOT_TELEMETRY_LISTEN=:8080
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=10s --start-period=20s CMD ["/quizbot", "healthcheck"]
ENTRYPOINT ["/quizbot"]
CMD ["serve", "--config", "/etc/quizbot/config.yaml"]
