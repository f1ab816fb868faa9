# Build: docker build -t sitrep .
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=
# The time zones are linked in; CA certificates are copied below.
RUN CGO_ENABLED=0 go build -trimpath -tags timetzdata -ldflags "-s -w -X main.version=${VERSION}" -o /out/sitrep ./cmd/sitrep \
 && mkdir -p /out/data /out/tmp

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /out/sitrep /sitrep
COPY --from=build --chown=65532:65532 /out/data /data
USER 65532:65532
ENV SITREP_DATA=/data SITREP_LISTEN=0.0.0.0:8080 TMPDIR=/data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s CMD ["/sitrep", "health"]
ENTRYPOINT ["/sitrep"]
CMD ["serve"]
