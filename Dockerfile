# docker build -t plate-dashboard .   See compose.yaml and the README, "Installing for good".
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN dotnet publish Dashboard -c Release -o /published --nologo

FROM mcr.microsoft.com/dotnet/aspnet:10.0
# OpenCV's library wants GTK; pg_dump makes backups of PostgreSQL; curl asks whether the server is ready.
RUN apt-get update \
 && apt-get install -y --no-install-recommends ffmpeg curl postgresql-client libgtk-3-0 libharfbuzz0b libfreetype6 libatomic1 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 8881 --home-dir /data --shell /usr/sbin/nologin plates \
 && install -d -m 700 -o plates -g plates /data /backup
COPY --from=build /published /app
USER plates
WORKDIR /data
ENV DataDirectory=/data urls=http://0.0.0.0:8881
EXPOSE 8881
VOLUME ["/data", "/backup"]
HEALTHCHECK --interval=30s --timeout=10s --start-period=5m CMD ["curl", "-fsS", "-o", "/dev/null", "http://localhost:8881/healthz/ready"]
ENTRYPOINT ["dotnet", "/app/Dashboard.dll"]
