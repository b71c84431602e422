@echo off
rem The command line of an installed Glyphlab: the application's own program, run as Node.
setlocal
set ELECTRON_RUN_AS_NODE=1
"%~dp0..\..\Glyphlab.exe" "%~dp0..\app.asar\out\app\main\cli.js" %*
exit /b %ERRORLEVEL%
