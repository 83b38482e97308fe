# syntax=docker/dockerfile:1.7
ARG NODE_VERSION=20
FROM node:${NODE_VERSION}-alpine AS base
LABEL maintainer="shop@example.org" \
      org.opencontainers.image.title="Tea & Biscuits"
ENV NODE_ENV=production \
    PORT=8080
WORKDIR /app

# Dependencies are kept apart so that they are cached.
FROM base AS dependencies
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm \
    npm ci --omit=dev \
    && npm cache clean --force

FROM dependencies AS build
COPY --chown=node:node . .
RUN npm run build && \
    if [ "$NODE_ENV" = "production" ]; then \
      rm -rf node_modules/.cache; \
    fi
RUN set -eux; \
    apk add --no-cache curl tini; \
    curl -fsSL "https://example.org/tool.tar.gz" | tar -xz -C /usr/local; \
    echo 'export PATH="$PATH:/opt/bin"' >> /etc/profile

FROM debian:bookworm-slim AS tools
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        ca-certificates \
        git \
    && rm -rf /var/lib/apt/lists/*
ADD https://example.org/data.zip /tmp/data.zip
RUN for file in /tmp/*.zip; do unzip "$file" -d /data; done

FROM base AS final
ARG VERSION=dev
ARG COMMIT
ENV VERSION=$VERSION COMMIT=${COMMIT:-unknown}
RUN addgroup -S shop && adduser -S shop -G shop
COPY --from=build --chown=shop:shop /app/dist ./dist
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=tools /data /data
COPY ["with space.txt", "/app/"]
USER shop
EXPOSE 8080/tcp 9090
VOLUME /data /logs
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=3s --retries=3 \
    CMD curl --fail http://localhost:8080/health || exit 1
ONBUILD COPY . /app/src
ONBUILD RUN npm install
ENTRYPOINT ["/sbin/tini", "--"]
CMD ["node", "dist/server.js", "--port", "8080"]

# A second image, for people who try things out.
FROM final AS debug
USER root
ENV DEBUG="shop:*"
RUN apk add --no-cache bash strace \
    && mkdir -p /debug \
    && chmod 0777 /debug \
    && chown -R shop /debug
WORKDIR /debug
USER shop
CMD exec node --inspect=0.0.0.0:9229 dist/server.js

# And one that serves the pictures.
FROM nginx:1.27 AS pictures
COPY nginx.conf /etc/nginx/nginx.conf
COPY --from=build /app/pictures /usr/share/nginx/html
RUN ln -sf /dev/stdout /var/log/nginx/access.log \
    && ln -sf /dev/stderr /var/log/nginx/error.log \
    && printf 'ok\n' > /usr/share/nginx/html/health
EXPOSE 80

# Checks the pictures before they are served.
FROM python:3.13-slim AS checks
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY checks/ ./checks/
CMD ["python", "-m", "checks"]
