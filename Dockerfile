# A static program in an empty image: docker build -t extra-credit .
# `--build-arg EXTRA_CREDIT_COMMIT=$(git rev-parse --short=12 HEAD)` makes it known to `--version`.
# docker run --rm -u "$(id -u):$(id -g)" -v "$PWD:/work" extra-credit render records -o out
# The image has no fonts, certificates or shell: the program needs none.
FROM rust:1.92-alpine AS build
RUN apk add --no-cache musl-dev
WORKDIR /source
COPY . .
ARG EXTRA_CREDIT_COMMIT=
RUN EXTRA_CREDIT_COMMIT="$EXTRA_CREDIT_COMMIT" cargo build --release --locked && mkdir /work

FROM scratch
COPY --from=build /source/target/release/extra-credit /extra-credit
COPY --from=build /source/LICENSE-MIT /source/LICENSE-APACHE /licences/
COPY --from=build --chown=65532:65532 /work /work
USER 65532:65532
WORKDIR /work
ENTRYPOINT ["/extra-credit"]
